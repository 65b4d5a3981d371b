using System.Collections.Generic;

namespace IpMsg.Protocol;

/// <content>What was encrypted and decrypted outside, and the keys for it.</content>
public sealed partial class MemberMachine
{
    /// <summary>A message was encrypted; null when it could not be.</summary>
    public void Sealed(Moment now, SealOrder order, Envelope? envelope)
    {
        _context.Now = now;
        _protector.Sealed(order, envelope);
    }

    /// <summary>A message was decrypted; null when it could not be.</summary>
    public void Opened(Moment now, SealedArrival arrival, OpenedEnvelope? opened)
    {
        _context.Now = now;
        _messages.Opened(arrival, opened);
    }

    /// <summary>A message could not be decrypted in time; it counts as never received.</summary>
    public void TurnedAway(Moment now, SealedArrival arrival)
    {
        _context.Now = now;
        _messages.TurnedAway(arrival);
    }

    /// <summary>Takes in keys that were learnt in earlier sessions or elsewhere, over whatever was known before.</summary>
    public void LoadKeys(IEnumerable<KnownKey> keys) => _ring.Load(keys);

    /// <summary>Another process of the user had a say in a key; null when it has forgotten it.</summary>
    public void OverruleKey(KnownKey former, KnownKey? now) => _ring.Overrule(former, now);

    /// <summary>Asks for somebody's public key. Without keys of our own nobody is asked.</summary>
    public void Ask(Moment now, KeyQuestion question)
    {
        _context.Now = now;
        _keys.Ask(question);
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
