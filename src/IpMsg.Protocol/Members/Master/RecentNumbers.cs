using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// The latest packet numbers of a sender. Each number counts once, and none below the kept ones, so a recorded packet has no effect.
/// Packets that overtake each other count all the same: signatures are checked side by side (R127).
/// </summary>
internal sealed class RecentNumbers
{
    /// <summary>How many packets may overtake one.</summary>
    internal const int Kept = 64;

    private readonly SortedSet<long> _numbers = [];

    /// <summary>True for a number that was not there before.</summary>
    internal bool TryAdd(long number)
    {
        if (_numbers.Count == Kept && number < _numbers.Min || !_numbers.Add(number))
            return false;
        if (_numbers.Count > Kept)
            _numbers.Remove(_numbers.Min);
        return true;
    }
}
