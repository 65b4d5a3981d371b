using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>A share of the <see cref="ReplayMemory"/>: messages, oldest first.</summary>
internal sealed class ReplayShare
{
    /// <summary>The minimum number of messages that show whether the numbers of a key rise.</summary>
    internal const int MinEvidence = 64;

    // Messages that are under way together arrive in any order.
    private const int MaxReordered = 16;

    // Clients that begin with the clock at each start may have sent more packets than seconds have passed.
    private const uint MaxFall = 3_600;

    // A client that runs for long lags behind the clock, and ours are up to a week ahead (R12). Random numbers are seldom as near.
    private const long MaxClockDifference = 60 * 86_400;

    private readonly Queue<ReplayKey> _messages = new();

    internal int Count => _messages.Count;

    internal IEnumerable<ReplayKey> Messages => _messages;

    internal void Add(ReplayKey key) => _messages.Enqueue(key);

    internal ReplayKey RemoveOldest() => _messages.Dequeue();

    /// <summary>
    /// True for a number that is lower than all in a full share, when the numbers of the key rise with the clock: the message may have left
    /// the share (R116). Of other clients the numbers are random or begin again, and such a message may be a new one.
    /// </summary>
    internal bool IsTooOld(in SeenMessage seen, Moment now)
    {
        if (!seen.IsNumberProved || Count < ReplayMemory.MaxPerShare)
            return false;
        var window = new uint[MaxReordered];
        uint newest = 0;
        int count = 0;
        foreach (var each in _messages)
        {
            if (!each.Seen.IsNumberProved)
                continue;
            uint before = window[count % MaxReordered];
            newest = window[count % MaxReordered] = each.Seen.Number;
            bool rises = count < MaxReordered || newest > before;
            count++;
            if (!rises || (long)seen.Number + MaxFall >= newest)
                return false;
        }
        return count >= MinEvidence && Math.Abs(newest - now.Wall.ToUnixTimeSeconds()) <= MaxClockDifference;
    }
}
