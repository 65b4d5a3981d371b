using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>
/// Sees to it that a message leaves as its protection demands: asks for keys, has messages encrypted, refuses what must not go out (R68,
/// R72). There is no way from here to plaintext but a recipient who never spoke of encryption.
/// </summary>
internal sealed class OutgoingEncryption
{
    private const int AttemptsWithStrangers = 2;
    private const int MostOfRecipient = 2 * HeaderName.MaximumBytes + 2;

    private readonly MemberContext _context;
    private readonly Roster _roster;
    private readonly KeyRing _ring;
    private readonly KeyRequests _keys;
    private readonly Dictionary<Delivery, EncryptionWait> _waiting = [];
    private Outbox? _outbox;

    internal OutgoingEncryption(MemberContext context, Roster roster, KeyRing ring, KeyRequests keys)
    {
        _context = context;
        _roster = roster;
        _ring = ring;
        _keys = keys;
    }

    private OwnKeys Own => _context.Settings.Keys!;

    /// <summary>Who is told when a message is ready, or never will be.</summary>
    internal void Serve(Outbox outbox) => _outbox = outbox;

    /// <summary>True when the message may go out as it is; else the outbox hears of it later, perhaps before this returns.</summary>
    internal bool IsReady(Delivery delivery) => !_waiting.ContainsKey(delivery) && Decide(delivery, null, hasAsked: false);

    /// <summary>The message's turn will come: when all is well it is encrypted beforehand. Whether it may leave is decided then.</summary>
    internal void Prepare(Delivery delivery)
    {
        if (delivery.EncryptedFor is null && Encrypts(delivery.Message) && RecipientOf(delivery) is { } member
            && (member.Status & EntryFlags.CanEncrypt) != 0 && _ring.Find(member.UserName, member.HostName) is { HasChanged: false })
            IsReady(delivery);
    }

    /// <summary>The delivery has ended otherwise.</summary>
    internal void Forget(Delivery delivery)
    {
        if (!_waiting.TryGetValue(delivery, out var encryptionWait))
            return;
        _waiting.Remove(delivery);
        _keys.Forget(delivery.To, encryptionWait);
    }

    /// <summary>
    /// A recipient says that it could not decrypt what is under way to it: it may have another key by now, which would be held back
    /// until the user decides (R72). Its word is not proved, so it costs no more than a question.
    /// </summary>
    internal void NotUnderstood(IPEndPoint from)
    {
        if (_outbox!.UnderWayTo(from) is not { EncryptedFor: not null, IsDoubted: false } delivery || _waiting.ContainsKey(delivery))
            return;
        delivery.IsDoubted = true;
        _keys.Ask(from, new PinnedKeyCheck(this, delivery));
    }

    /// <summary>The ciphertext is there; null when it could not be made.</summary>
    internal void CompleteEncryption(EncryptionJob job, Envelope? envelope)
    {
        var delivery = job.Delivery;
        // Given up and sent again in the meantime, it may be under another key by now.
        if (!_waiting.TryGetValue(delivery, out var encryptionWait) || encryptionWait.Order != job)
            return;
        _waiting.Remove(delivery);
        if (envelope is null)
            Refuse(delivery, DeliveryRefusal.NoKey, "Nothing can be encrypted with its key.");
        else if (!TryWrite(job, envelope))
            Refuse(delivery, DeliveryRefusal.TooLong, "Encrypted, it is too long for the recipient's client.");
        else
            _outbox!.Ready(delivery);
    }

    /// <summary>The length that a message will have on the wire; while its recipient's key is not known, as if it were like ours.</summary>
    internal int Measure(MessageForm messageForm, int plainLength, Member? member, OutgoingMessage message)
    {
        if (member is null || !Encrypts(message) || (member.Status & EntryFlags.CanEncrypt) == 0)
            return plainLength;
        var key = _ring.Find(member.UserName, member.HostName);
        var said = key is not null ? new PublicKeyAnswer(key.Capabilities, key.Key) : Own.Usual is { } usual ? new PublicKeyAnswer(Own.Capabilities, usual.Public) : null;
        if (said is null || SuiteSelection.Choose(Own.Capabilities, said, _context.Settings.AllowsWeakCiphers) is not { IsFound: true } choice)
            return plainLength;
        return plainLength - messageForm.Encoding.GetByteCount(messageForm.Text) + BodyLength(choice.Suite, said.Key, messageForm.Encoding.GetByteCount(messageForm.Text) + MessageEncoder.Padding);
    }

    // As he is now; but when somebody else stands at his address by now, the message is still for the one who was meant, and his key counts.
    private Member? RecipientOf(Delivery delivery) =>
        _roster.At(delivery.To) is { } now && (delivery.Member is not { } meant || KeyRing.NamesOf(now).Equals(KeyRing.NamesOf(meant))) ? now : delivery.Member;

    private bool Encrypts(OutgoingMessage message) =>
        _context.Settings.Keys is not null && !message.IsOneShot && PolicyOf(message) != EncryptionPolicy.Off;

    private EncryptionPolicy PolicyOf(OutgoingMessage message) => message.Encryption ?? _context.Settings.Encryption;

    private bool Decide(Delivery delivery, KnownKey? key, bool hasAsked)
    {
        bool isRequired = PolicyOf(delivery.Message) == EncryptionPolicy.Required;
        if (!Encrypts(delivery.Message))
            return !isRequired || (_context.Settings.Keys is null
                ? Refuse(delivery, DeliveryRefusal.NoOwnKeys, "We have no keys here to encrypt with, and encryption is required.")
                : Refuse(delivery, DeliveryRefusal.CannotEncrypt, "What goes to everyone, or unannounced, cannot be encrypted, and encryption is required."));
        var member = RecipientOf(delivery);
        // Whoever has answered may be another by now than the one who is meant.
        if (member is not null && (key is null || !KeyRing.NamesOf(key.UserName, key.HostName).Equals(KeyRing.NamesOf(member))))
            key = _ring.Find(member.UserName, member.HostName);
        if (member is not null && (member.Status & EntryFlags.CanEncrypt) == 0)
        {
            if (key is not null)
                return Refuse(delivery, DeliveryRefusal.EncryptionWithdrawn, "It used to encrypt and no longer announces that it can.");
            return !isRequired || Refuse(delivery, DeliveryRefusal.CannotEncrypt, "It announces no encryption, and encryption is required.");
        }
        if (key is null)
            return hasAsked ? WithoutKey(delivery, member, isRequired) : Ask(delivery, member);
        if (!IsInDoubt(member, key))
            return Encrypt(delivery, key);
        // The name alone says so: what key it has is not known yet.
        if (!key.HasChanged)
            _keys.AskByTheWay(delivery.To);
        return Refuse(delivery, DeliveryRefusal.KeyChanged, "It has come with another key than the one that is known.");
    }

    // Of an address that answers neither entry nor question nothing is known, and old clients know neither.
    private bool WithoutKey(Delivery delivery, Member? member, bool isRequired)
    {
        // Where somebody with a key has been seen, silence may be the work of somebody between.
        if (member is null && !isRequired && !_ring.HasFrom(delivery.To.Address))
            return true;
        // Most likely it is not there at all, which is what an unconfirmed message is.
        return Refuse(delivery, DeliveryRefusal.NoKey, "It did not give its key.", DeliveryStatus.Unconfirmed);
    }

    private bool Ask(Delivery delivery, Member? member)
    {
        var encryptionWait = new EncryptionWait(this, delivery);
        _waiting[delivery] = encryptionWait;
        _keys.Ask(delivery.To, encryptionWait, member is null ? AttemptsWithStrangers : KeyRequests.Attempts);
        return false;
    }

    private bool Encrypt(Delivery delivery, KnownKey key)
    {
        // Sent again it has to be the same datagram, or a recipient who has it already would show it twice.
        if (key.Key.Equals(delivery.EncryptedFor))
            return true;
        var choice = SuiteSelection.Choose(Own.Capabilities, new PublicKeyAnswer(key.Capabilities, key.Key), _context.Settings.AllowsWeakCiphers);
        if (!choice.IsFound)
            return Refuse(delivery, DeliveryRefusal.NoCommonCipher, choice.Failure == SuiteFailure.OnlyWeak
                ? "It knows only ciphers that are no longer safe."
                : "It has no cipher in common with us.");
        bool hidesLists = HidesLists(delivery, key);
        var job = new EncryptionJob(delivery, choice.Suite, key, Plaintext(delivery, hidesLists), hidesLists);
        _waiting[delivery] = new EncryptionWait(this, delivery) { Order = job };
        _context.Tell(MemberActionKind.Seal, job);
        return false;
    }

    private bool Refuse(Delivery delivery, DeliveryRefusal refusal, string reason, DeliveryStatus status = DeliveryStatus.Refused)
    {
        _waiting.Remove(delivery);
        delivery.Refusal = refusal;
        _outbox!.GiveUp(delivery, status, reason);
        return false;
    }

    private void KeyCame(Delivery delivery, KnownKey? key)
    {
        if (_waiting.Remove(delivery) && Decide(delivery, key, hasAsked: true))
            _outbox!.Ready(delivery);
    }

    private byte[] Plaintext(Delivery delivery, bool hidesLists)
    {
        var messageForm = delivery.MessageForm;
        var recipients = delivery.RecipientNames();
        var buffer = new byte[messageForm.Most + recipients.Count * MostOfRecipient + MessageEncoder.Padding];
        var writer = new PacketWriter(buffer);
        EnvelopeContentWriter.Write(ref writer, messageForm.Text, messageForm.Encoding, hidesLists ? messageForm.Entries : [], hidesLists ? recipients : []);
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    // What it announces is not signed. Whoever knows protected requests reads hidden lists as well, and that is pinned.
    private bool HidesLists(Delivery delivery, KnownKey key) =>
        ((RecipientOf(delivery)?.Status & EntryFlags.CanEncryptLists) is not (null or EntryFlags.None) || (key.Capabilities & Capabilities.PlainFileBody) != 0)
        && (delivery.MessageForm.HasList || delivery.Recipients.Count > 1);

    private bool TryWrite(EncryptionJob job, Envelope envelope)
    {
        var delivery = job.Delivery;
        var messageForm = delivery.MessageForm;
        bool hidesLists = job.HidesLists;
        var (user, host) = _context.Presence.HeaderNames(messageForm.Encoding);
        int most = user.Length + host.Length + MessageEncoder.HeaderLength + messageForm.Most + BodyLength(job.Suite, job.Recipient.Key, job.Plaintext.Length);
        var buffer = new byte[most + MessageEncoder.Padding];
        var writer = new PacketWriter(buffer);
        var flags = messageForm.Flags | MessageFlags.Encrypted | (hidesLists ? MessageFlags.EncryptedLists : 0);
        writer.Header(delivery.Number, user, host, (uint)flags | (uint)Command.SendMessage);
        envelope.Write(ref writer);
        writer.Nul();
        if (!hidesLists)
            messageForm.WriteList(ref writer);
        var dialect = RecipientOf(delivery)?.Dialect ?? ClientDialect.Standard;
        if (writer.IsFull || writer.Length > dialect.MaximumDatagram() - MessageEncoder.Padding)
            return false;
        delivery.Bytes = buffer;
        delivery.Length = writer.Length;
        delivery.Suite = job.Suite;
        delivery.EncryptedFor = job.Recipient.Key;
        return true;
    }

    private int BodyLength(CipherSuite suite, PublicKey recipient, int plaintext) =>
        EnvelopeEncryptor.BodyLength(plaintext, suite, recipient, Own.Usual?.Public);

    private static bool IsInDoubt(Member? member, KnownKey key) => member is null ? key.HasChanged : key.IsInDoubtFor(member.UserName);

    private void Doubted(Delivery delivery, KnownKey? key)
    {
        if (!delivery.IsUnderWay)
            return;
        if (key is not null && IsInDoubt(RecipientOf(delivery), key))
            Refuse(delivery, DeliveryRefusal.KeyChanged, "It has come with another key than the one that is known.");
        else
            delivery.Reason = "It could not decrypt the message.";
    }

    private sealed class PinnedKeyCheck(OutgoingEncryption outgoingEncryption, Delivery delivery) : IKeyWaiter
    {
        public void KeyCame(KnownKey? key) => outgoingEncryption.Doubted(delivery, key);
    }

    private sealed class EncryptionWait(OutgoingEncryption outgoingEncryption, Delivery delivery) : IKeyWaiter
    {
        /// <summary>What is waited for; null for a key.</summary>
        internal EncryptionJob? Order { get; init; }

        public void KeyCame(KnownKey? key) => outgoingEncryption.KeyCame(delivery, key);
    }
}
