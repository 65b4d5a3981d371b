using System.Collections.Generic;
using IpMsg.Protocol.Members.Limits;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>
/// Decides which keys have a place in the <see cref="KeyRing"/> (R72). Anybody can give keys under invented names, from invented addresses,
/// so these must neither fill memory and disk nor keep out the key of a newcomer. A key that is kept stays. One without a place is known in
/// memory until 4,096 others without a place have come, and is kept when its member turns out to exist.
/// </summary>
internal sealed class PinShares
{
    /// <summary>The maximum number of keys whose members were in touch with the user.</summary>
    internal const int MaxKnown = 16_384;

    /// <summary>The maximum number of kept keys of which nothing more is known.</summary>
    internal const int MaxUnproved = 8_192;

    /// <summary>The additional number of these for keys that have signed a message.</summary>
    internal const int MaxSigners = 4_096;

    /// <summary>The maximum number of keys in memory only.</summary>
    internal const int MaxPassing = 4_096;

    /// <summary>The maximum number of kept keys from one network of which nothing more is known.</summary>
    internal const int MaxUnprovedOfNetwork = 512;

    /// <summary>
    /// The maximum number of keys that signatures alone establish: 16 messages of each leave room in the last quarter of the inbox (R119).
    /// </summary>
    internal const int MaxSigned = 512;

    /// <summary>The maximum number of keys from one network that signatures alone establish.</summary>
    internal const int MaxSignedOfNetwork = 64;

    private readonly NetworkCounts _unproved = new();
    private readonly NetworkCounts _signed = new();
    private readonly Queue<PinnedKey> _passing = new();
    private int _known;

    /// <summary>True when signatures alone may establish another key of that network.</summary>
    internal bool MayEstablish(PinnedKey pin) => _signed.Count < MaxSigned && _signed.Of(pin.Network) < MaxSignedOfNetwork;

    /// <summary>Gives a key a place by what is known of it now. True when it is kept.</summary>
    /// <param name="pin">The key.</param>
    /// <param name="isStored">True for a key that is kept already.</param>
    internal bool Place(PinnedKey pin, bool isStored = false)
    {
        bool isPassing = pin.Share == PinShare.Passing;
        isStored |= pin.Share is PinShare.Unproved or PinShare.Known;
        Remove(pin);
        pin.Share = pin.IsKnown && (isStored || _known < MaxKnown) ? PinShare.Known
            : isStored || HasRoomFor(pin) ? PinShare.Unproved
            : PinShare.Passing;
        pin.IsCountedAsSigned = pin.IsOnlySigned;
        if (pin.IsCountedAsSigned)
            _signed.Add(pin.Network);
        if (pin.Share == PinShare.Known)
            _known++;
        else if (pin.Share == PinShare.Unproved)
            _unproved.Add(pin.Network);
        else if (!isPassing)
            _passing.Enqueue(pin);
        return pin.Share != PinShare.Passing;
    }

    /// <summary>Takes the place of a key.</summary>
    internal void Remove(PinnedKey pin)
    {
        if (pin.Share == PinShare.Known)
            _known--;
        else if (pin.Share == PinShare.Unproved)
            _unproved.Remove(pin.Network);
        if (pin.IsCountedAsSigned)
            _signed.Remove(pin.Network);
        (pin.Share, pin.IsCountedAsSigned) = (PinShare.None, false);
    }

    /// <summary>Returns a key that has to be forgotten because too many are in memory only; null when there is none.</summary>
    internal PinnedKey? Displaced()
    {
        while (_passing.Count > MaxPassing)
        {
            var oldest = _passing.Dequeue();
            if (oldest.Share == PinShare.Passing)
                return oldest;
        }
        return null;
    }

    private bool HasRoomFor(PinnedKey pin) =>
        _unproved.Count < MaxUnproved + (pin.FirstSignedAt is null ? 0 : MaxSigners)
        && _unproved.Of(pin.Network) < MaxUnprovedOfNetwork;
}
