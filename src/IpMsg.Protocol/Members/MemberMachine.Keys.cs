using System.Collections.Generic;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Protocol.Members;

/// <content>What was encrypted and decrypted outside, and the keys for it.</content>
public sealed partial class MemberMachine
{
    /// <summary>A message was encrypted; null when it could not be.</summary>
    public void CompleteEncryption(Moment now, EncryptionJob job, Envelope? envelope)
    {
        _context.Now = now;
        _outgoingEncryption.CompleteEncryption(job, envelope);
    }

    /// <summary>A message was decrypted; null when it could not be.</summary>
    public void CompleteDecryption(Moment now, EncryptedArrival arrival, DecryptedEnvelope? decrypted)
    {
        _context.Now = now;
        _messages.CompleteDecryption(arrival, decrypted);
    }

    /// <summary>A message could not be decrypted in time; it counts as never received.</summary>
    public void DropEncrypted(Moment now, EncryptedArrival arrival)
    {
        _context.Now = now;
        _messages.DropEncrypted(arrival);
    }

    /// <summary>Takes in keys that were learnt in earlier sessions or elsewhere, over whatever was known before.</summary>
    public void LoadKeys(IEnumerable<KnownKey> keys) => _ring.Load(keys);

    /// <summary>Another process of the user had a say in a key; null when it has forgotten it.</summary>
    public void OverruleKey(KnownKey former, KnownKey? now) => _ring.Overrule(former, now);

    /// <summary>Asks for somebody's public key. Without keys of our own nobody is asked.</summary>
    public void Ask(Moment now, KeyRequest request)
    {
        _context.Now = now;
        _keys.Ask(request);
    }

    /// <summary>Pins a key that the user brings. False when one is known already.</summary>
    public bool PinKey(Moment now, KnownKey key)
    {
        _context.Now = now;
        return _ring.Pin(key);
    }

    /// <summary>Forgets the key of a member, so that its next one is taken as the first (R72). False when none was known.</summary>
    public bool ForgetKey(Moment now, string user, string host)
    {
        _context.Now = now;
        return _ring.Forget(user, host);
    }
}
