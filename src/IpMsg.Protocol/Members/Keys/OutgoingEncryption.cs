using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>
/// Applies the encryption policy to messages: requests keys, has messages encrypted, and refuses messages that must not be sent (R68, R72).
/// Under Auto, plaintext goes only to recipients that announce no encryption and have no known key, except broadcasts and one-shot
/// messages.
/// </summary>
internal sealed class OutgoingEncryption
{
    // For an address without a member, and for a member that gets nothing whatever it answers.
    private const int FewAttempts = 2;
    private const string UnprovedReason = "Nothing proves that it is at this address, and it gets encrypted messages only until then.";

    private readonly MemberContext _context;
    private readonly KeyRing _ring;
    private readonly KeyRequests _keys;
    private readonly Dictionary<Delivery, EncryptionWait> _waiting = [];
    private readonly EncryptedMessageWriter _writer;
    private readonly MessagePolicy _policy;

    internal OutgoingEncryption(MemberContext context, KeyRing ring, KeyRequests keys)
    {
        _context = context;
        _ring = ring;
        _keys = keys;
        _writer = new EncryptedMessageWriter(context);
        _policy = new MessagePolicy(context.Settings);
    }

    private OwnKeys Own => _context.Settings.Keys!;

    /// <summary>True when the message can be sent now. Otherwise the waiter is called later, possibly before this returns.</summary>
    internal bool IsReady(Delivery delivery, IEncryptionWaiter waiter)
    {
        if (_policy.IsPlaintext(delivery.Message) && RecipientOf(delivery) is not { IsAddressUnproved: true })
            return true;
        return !_waiting.ContainsKey(delivery) && Decide(new EncryptionWait(this, delivery, waiter), null, hasAsked: false);
    }

    /// <summary>Encrypts a queued message in advance when its key is known. The policy is checked again before it is sent.</summary>
    internal void Prepare(Delivery delivery, IEncryptionWaiter waiter)
    {
        if (delivery.EncryptedFor is null && _policy.Encrypts(delivery.Message) && RecipientOf(delivery) is { } member
            && (member.Status & EntryFlags.CanEncrypt) != 0 && _ring.Find(member.UserName, member.HostName) is { HasChanged: false })
            IsReady(delivery, waiter);
    }

    /// <summary>Ends a delivery whose time is up. A recipient in doubt is refused, also when its new key has not arrived yet.</summary>
    internal void Expire(Delivery delivery, IEncryptionWaiter waiter)
    {
        if (_waiting.TryGetValue(delivery, out var encryptionWait) && encryptionWait.IsInDoubt)
            RefuseChanged(encryptionWait);
        else
            waiter.GiveUp(delivery, DeliveryStatus.Unconfirmed, "The time was up.");
    }

    /// <summary>Removes a delivery that has ended.</summary>
    internal void Forget(Delivery delivery)
    {
        if (!_waiting.TryGetValue(delivery, out var encryptionWait))
            return;
        _waiting.Remove(delivery);
        _keys.Forget(delivery.To, encryptionWait);
    }

    /// <summary>
    /// Handles the report of a recipient that it could not decrypt the current message: it may have another key, which needs a decision of
    /// the user (R72). The report may be forged, so it only causes a key request.
    /// </summary>
    internal void OnDecryptionError(Delivery delivery, IEncryptionWaiter waiter)
    {
        if (delivery is not { EncryptedFor: not null, IsDoubted: false } || _waiting.ContainsKey(delivery))
            return;
        delivery.IsDoubted = true;
        _keys.Ask(delivery.To, new PinnedKeyCheck(this, new EncryptionWait(this, delivery, waiter)));
    }

    /// <summary>Handles the result of a job; null when the encryption failed.</summary>
    internal void CompleteEncryption(EncryptionJob job, Envelope? envelope)
    {
        var delivery = job.Delivery;
        // The delivery may have been ended and repeated meanwhile, with a job for another key.
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

    /// <summary>The length of the datagram of a message. While the recipient's key is unknown, the own key stands in for it.</summary>
    internal int Measure(MessageForm messageForm, int plainLength, Member? member, OutgoingMessage message)
    {
        if (member is null || !_policy.Encrypts(message) || (member.Status & EntryFlags.CanEncrypt) == 0)
            return plainLength;
        var key = _ring.Find(member.UserName, member.HostName);
        var answer = key is not null ? new PublicKeyAnswer(key.Capabilities, key.Key)
            : Own.Usual is { } usual ? new PublicKeyAnswer(Own.Capabilities, usual.Public)
            : null;
        return answer is null ? plainLength : _writer.Measure(message.Text, messageForm.Encoding, plainLength, answer, member);
    }

    // The current data of the recipient. When another member has its address now, the message is still for the intended recipient and its
    // key.
    private Member? RecipientOf(Delivery delivery) =>
        _context.Roster.At(delivery.To) is { } current
            && (delivery.Member is not { } intended || KeyRing.NamesOf(current).Equals(KeyRing.NamesOf(intended)))
            ? current
            : delivery.Member;

    private bool Decide(EncryptionWait encryptionWait, KnownKey? key, bool hasAsked)
    {
        var delivery = encryptionWait.Delivery;
        bool isRequired = _policy.RequiresEncryption(delivery.Message);
        bool isUnproved = RecipientOf(delivery) is { IsAddressUnproved: true };
        delivery.Report = delivery.Report with { IsAddressUnproved = isUnproved };
        if (!_policy.Encrypts(delivery.Message))
        {
            if (isUnproved)
                return Refuse(encryptionWait, DeliveryRefusal.UnprovedAddress, UnprovedReason);
            if (!isRequired)
                return true;
            return _context.Settings.Keys is null
                ? Refuse(encryptionWait, DeliveryRefusal.NoOwnKeys, "We have no keys here to encrypt with, and encryption is required.")
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
        {
            return _policy.Allows(delivery.Message, key)
                ? Encrypt(encryptionWait, key)
                : Refuse(encryptionWait, DeliveryRefusal.NotVerified, "Its key is not verified, and only verified keys are allowed.");
        }
        // When only the fingerprint in the name differs, the new key is requested before the refusal: the user has to compare both.
        encryptionWait.IsInDoubt = true;
        return hasAsked || key.HasChanged ? RefuseChanged(encryptionWait) : Ask(encryptionWait, member);
    }

    private bool RefuseChanged(EncryptionWait encryptionWait) =>
        Refuse(encryptionWait, DeliveryRefusal.KeyChanged, "It has come with another key than the one that is known.");

    // An address without a member that answers no key request may belong to an old client without encryption.
    private bool WithoutKey(EncryptionWait encryptionWait, Member? member, bool isRequired)
    {
        // At an address with a known key, an attacker on the network may suppress the answers.
        if (member is null && !isRequired && !_ring.HasFrom(encryptionWait.Delivery.To.Address))
            return true;
        if (member is { GivesNoKey: true })
            return Refuse(encryptionWait, DeliveryRefusal.GivesNoKey, "It announces encryption and gives no key.");
        if (member is not null)
        {
            member.IgnoresKeyRequests = true;
            member.GivesNoKey |= member.Seen.Elapsed > encryptionWait.AskedAt;
        }
        // The recipient is probably absent from the network, as with an unconfirmed message.
        return Refuse(encryptionWait, DeliveryRefusal.NoKey, "It did not give its key.", DeliveryStatus.Unconfirmed);
    }

    private bool Ask(EncryptionWait encryptionWait, Member? member)
    {
        _waiting[encryptionWait.Delivery] = encryptionWait;
        encryptionWait.AskedAt = _context.Now.Elapsed;
        // A member that was absent during five requests seems to give no key until it answers one. So one is sent in any case (R113).
        int attempts = member is null || encryptionWait.IsInDoubt ? FewAttempts : member.GivesNoKey ? 1 : KeyRequests.Attempts;
        _keys.Ask(encryptionWait.Delivery.To, encryptionWait, attempts);
        return false;
    }

    private bool Encrypt(EncryptionWait encryptionWait, KnownKey key)
    {
        var delivery = encryptionWait.Delivery;
        // A repetition must be the same datagram, because the recipient may have received it already.
        if (key.Key.Equals(delivery.EncryptedFor))
            return true;
        var answer = new PublicKeyAnswer(key.Capabilities, key.Key);
        var choice = SuiteSelection.Choose(Own.Capabilities, answer, _context.Settings.AllowsWeakCiphers);
        if (!choice.IsFound)
            return Refuse(encryptionWait, DeliveryRefusal.NoCommonCipher, choice.Failure == SuiteFailure.OnlyWeak
                ? "It knows only ciphers that are no longer safe."
                : "It has no cipher in common with us.");
        var job = _writer.CreateJob(delivery, RecipientOf(delivery), key, choice.Suite);
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

    /// <summary>Decides about a delivery when its key has arrived; null when it has not.</summary>
    internal void OnKey(EncryptionWait encryptionWait, KnownKey? key)
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
            RefuseChanged(encryptionWait);
        else
            delivery.Report = delivery.Report with { Reason = "It could not decrypt the message." };
    }

    private sealed class PinnedKeyCheck(OutgoingEncryption outgoingEncryption, EncryptionWait encryptionWait) : IKeyWaiter
    {
        public bool IsOfUser => true;
        public void OnKey(KnownKey? key) => outgoingEncryption.Doubted(encryptionWait, key);
    }
}
