using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
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

    private readonly MemberContext _context;
    private readonly KeyRing _ring;
    private readonly KeyRequests _keys;
    private readonly Dictionary<Delivery, EncryptionWait> _waiting = [];
    private readonly EncryptedMessageWriter _writer;

    internal OutgoingEncryption(MemberContext context, KeyRing ring, KeyRequests keys)
    {
        _context = context;
        _ring = ring;
        _keys = keys;
        _writer = new EncryptedMessageWriter(context);
    }

    private OwnKeys Own => _context.Settings.Keys!;

    /// <summary>True when the message may go out as it is; else the waiter is told later, perhaps before this returns.</summary>
    internal bool IsReady(Delivery delivery, IEncryptionWaiter waiter)
    {
        if (IsPlaintext(delivery.Message))
            return true;
        return !_waiting.ContainsKey(delivery) && Decide(new EncryptionWait(this, delivery, waiter), null, hasAsked: false);
    }

    /// <summary>The message's turn will come: when all is well it is encrypted beforehand. Whether it may leave is decided then.</summary>
    internal void Prepare(Delivery delivery, IEncryptionWaiter waiter)
    {
        if (delivery.EncryptedFor is null && Encrypts(delivery.Message) && RecipientOf(delivery) is { } member
            && (member.Status & EntryFlags.CanEncrypt) != 0 && _ring.Find(member.UserName, member.HostName) is { HasChanged: false })
            IsReady(delivery, waiter);
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
    internal void OnDecryptionError(Delivery delivery, IEncryptionWaiter waiter)
    {
        if (delivery is not { EncryptedFor: not null, IsDoubted: false } || _waiting.ContainsKey(delivery))
            return;
        delivery.IsDoubted = true;
        _keys.Ask(delivery.To, new PinnedKeyCheck(this, new EncryptionWait(this, delivery, waiter)));
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
            Refuse(encryptionWait, DeliveryRefusal.NoKey, "Nothing can be encrypted with its key.");
        else if (!_writer.TryWrite(job, envelope, RecipientOf(delivery)))
            Refuse(encryptionWait, DeliveryRefusal.TooLong, "Encrypted, it is too long for the recipient's client.");
        else
            encryptionWait.Waiter.Ready(delivery);
    }

    /// <summary>The length that a message will have on the wire; while its recipient's key is not known, as if it were like ours.</summary>
    internal int Measure(MessageForm messageForm, int plainLength, Member? member, OutgoingMessage message)
    {
        if (member is null || !Encrypts(message) || (member.Status & EntryFlags.CanEncrypt) == 0)
            return plainLength;
        var key = _ring.Find(member.UserName, member.HostName);
        var answer = key is not null ? new PublicKeyAnswer(key.Capabilities, key.Key)
            : Own.Usual is { } usual ? new PublicKeyAnswer(Own.Capabilities, usual.Public)
            : null;
        return answer is null ? plainLength : _writer.Measure(message.Text, messageForm.Encoding, plainLength, answer);
    }

    // As he is now; but when somebody else stands at his address by now, the message is still for the one who was meant, and his key
    // counts.
    private Member? RecipientOf(Delivery delivery) =>
        _context.Roster.At(delivery.To) is { } current
            && (delivery.Member is not { } intended || KeyRing.NamesOf(current).Equals(KeyRing.NamesOf(intended)))
            ? current
            : delivery.Member;

    private bool Encrypts(OutgoingMessage message) =>
        _context.Settings.Keys is not null && !message.IsOneShot && PolicyOf(message) != EncryptionPolicy.Off;

    // Such a message waits for no key and is never refused.
    private bool IsPlaintext(OutgoingMessage message) => !Encrypts(message) && PolicyOf(message) != EncryptionPolicy.Required;

    private EncryptionPolicy PolicyOf(OutgoingMessage message) => message.Encryption ?? _context.Settings.Encryption;

    private bool Decide(EncryptionWait encryptionWait, KnownKey? key, bool hasAsked)
    {
        var delivery = encryptionWait.Delivery;
        bool isRequired = PolicyOf(delivery.Message) == EncryptionPolicy.Required;
        if (!Encrypts(delivery.Message))
        {
            if (!isRequired)
                return true;
            return _context.Settings.Keys is null
                ? Refuse(
                    encryptionWait,
                    DeliveryRefusal.NoOwnKeys,
                    "We have no keys here to encrypt with, and encryption is required.")
                : Refuse(
                    encryptionWait,
                    DeliveryRefusal.CannotEncrypt,
                    "What goes to everyone, or unannounced, cannot be encrypted, and encryption is required.");
        }
        var member = RecipientOf(delivery);
        // The member that answered may be another one than the intended recipient by now.
        if (member is not null && (key is null || !KeyRing.NamesOf(key.UserName, key.HostName).Equals(KeyRing.NamesOf(member))))
            key = _ring.Find(member.UserName, member.HostName);
        if (member is not null && (member.Status & EntryFlags.CanEncrypt) == 0)
        {
            if (key is not null)
            {
                return Refuse(
                    encryptionWait, DeliveryRefusal.EncryptionWithdrawn, "It used to encrypt and no longer announces that it can.");
            }
            return !isRequired
                || Refuse(encryptionWait, DeliveryRefusal.CannotEncrypt, "It announces no encryption, and encryption is required.");
        }
        if (key is null)
            return hasAsked ? WithoutKey(encryptionWait, member, isRequired) : Ask(encryptionWait, member);
        if (!IsInDoubt(member, key))
            return Encrypt(encryptionWait, key);
        // The name alone says so: what key it has is not known yet.
        if (!key.HasChanged)
            _keys.AskOnce(delivery.To);
        return Refuse(encryptionWait, DeliveryRefusal.KeyChanged, "It has come with another key than the one that is known.");
    }

    // Of an address that answers neither entry nor question nothing is known, and old clients know neither.
    private bool WithoutKey(EncryptionWait encryptionWait, Member? member, bool isRequired)
    {
        // Where somebody with a key has been seen, silence may be the work of somebody between.
        if (member is null && !isRequired && !_ring.HasFrom(encryptionWait.Delivery.To.Address))
            return true;
        // Most likely it is not there at all, which is what an unconfirmed message is.
        return Refuse(encryptionWait, DeliveryRefusal.NoKey, "It did not give its key.", DeliveryStatus.Unconfirmed);
    }

    private bool Ask(EncryptionWait encryptionWait, Member? member)
    {
        _waiting[encryptionWait.Delivery] = encryptionWait;
        _keys.Ask(encryptionWait.Delivery.To, encryptionWait, member is null ? AttemptsWithStrangers : KeyRequests.Attempts);
        return false;
    }

    private bool Encrypt(EncryptionWait encryptionWait, KnownKey key)
    {
        var delivery = encryptionWait.Delivery;
        // Sent again it has to be the same datagram, or a recipient who has it already would show it twice.
        if (key.Key.Equals(delivery.EncryptedFor))
            return true;
        var answer = new PublicKeyAnswer(key.Capabilities, key.Key);
        var choice = SuiteSelection.Choose(Own.Capabilities, answer, _context.Settings.AllowsWeakCiphers);
        if (!choice.IsFound)
            return Refuse(encryptionWait, DeliveryRefusal.NoCommonCipher, choice.Failure == SuiteFailure.OnlyWeak
                ? "It knows only ciphers that are no longer safe."
                : "It has no cipher in common with us.");
        var job = EncryptedMessageWriter.CreateJob(delivery, RecipientOf(delivery), key, choice.Suite);
        encryptionWait.Order = job;
        _waiting[delivery] = encryptionWait;
        _context.Outputs.Raise(new EncryptionRequested(job));
        return false;
    }

    private bool Refuse(
        EncryptionWait encryptionWait, DeliveryRefusal refusal, string reason, DeliveryStatus status = DeliveryStatus.Refused)
    {
        var delivery = encryptionWait.Delivery;
        _waiting.Remove(delivery);
        delivery.Report = delivery.Report with { Refusal = refusal };
        encryptionWait.Waiter.GiveUp(delivery, status, reason);
        return false;
    }

    private void OnKey(EncryptionWait encryptionWait, KnownKey? key)
    {
        if (_waiting.Remove(encryptionWait.Delivery) && Decide(encryptionWait, key, hasAsked: true))
            encryptionWait.Waiter.Ready(encryptionWait.Delivery);
    }

    private static bool IsInDoubt(Member? member, KnownKey key) => member is null ? key.HasChanged : key.IsInDoubtFor(member.UserName);

    private void Doubted(EncryptionWait encryptionWait, KnownKey? key)
    {
        var delivery = encryptionWait.Delivery;
        if (!delivery.IsUnderWay)
            return;
        if (key is not null && IsInDoubt(RecipientOf(delivery), key))
            Refuse(encryptionWait, DeliveryRefusal.KeyChanged, "It has come with another key than the one that is known.");
        else
            delivery.Report = delivery.Report with { Reason = "It could not decrypt the message." };
    }

    private sealed class PinnedKeyCheck(OutgoingEncryption outgoingEncryption, EncryptionWait encryptionWait) : IKeyWaiter
    {
        public void OnKey(KnownKey? key) => outgoingEncryption.Doubted(encryptionWait, key);
    }

    private sealed class EncryptionWait(OutgoingEncryption outgoingEncryption, Delivery delivery, IEncryptionWaiter waiter) : IKeyWaiter
    {
        internal Delivery Delivery => delivery;

        internal IEncryptionWaiter Waiter => waiter;

        /// <summary>What is waited for; null for a key.</summary>
        internal EncryptionJob? Order { get; set; }

        public void OnKey(KnownKey? key) => outgoingEncryption.OnKey(this, key);
    }
}
