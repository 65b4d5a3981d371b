using System;
using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// The bytes that may be sent to addresses that have not answered: three times what came from there (R117). What is left of earlier
/// datagrams counts for later answers, because some answers are longer than three times a single short question.
/// </summary>
internal sealed class AnswerBudget
{
    /// <summary>The maximum ratio of answers to questions, in bytes.</summary>
    internal const int Factor = 3;

    /// <summary>
    /// The number of addresses in each of two generations. Addresses may be forged; one that was not heard of since as many others came
    /// loses what it has left.
    /// </summary>
    internal const int Capacity = 16_384;

    // Enough for the longest answer to an entry, and little to save up for a forger.
    private const int MaxLeft = 4_096;

    private Dictionary<IPAddress, int> _recent = [];
    private Dictionary<IPAddress, int> _earlier = [];

    /// <summary>Counts a received datagram.</summary>
    internal void Add(IPAddress from, int length) => Set(from, Left(from) + Factor * length);

    /// <summary>True when that many bytes may be sent, which are then used.</summary>
    internal bool TryTake(IPAddress to, int length)
    {
        int left = Left(to);
        if (length > left)
            return false;
        Set(to, left - length);
        return true;
    }

    private int Left(IPAddress address) =>
        _recent.TryGetValue(address, out int left) || _earlier.TryGetValue(address, out left) ? left : 0;

    private void Set(IPAddress address, int left)
    {
        if (_recent.Count >= Capacity && !_recent.ContainsKey(address))
        {
            (_recent, _earlier) = (_earlier, _recent);
            _recent.Clear();
        }
        _recent[address] = Math.Min(left, MaxLeft);
    }
}
