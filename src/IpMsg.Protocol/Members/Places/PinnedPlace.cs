using System;
using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Places;

/// <summary>What this process knows of the place of a member with a pinned key (R122).</summary>
internal sealed class PinnedPlace
{
    private const int MaxProved = 4;

    // A number beyond is not the time of its sender (R12): it is random, or counts from 1.
    private const long MaxClockDifference = 60 * 24 * 60 * 60;

    private readonly List<IPEndPoint> _proved = [];
    private uint? _proofNumber;

    /// <summary>The endpoint whose entries counted last; null before the first.</summary>
    internal IPEndPoint? Last { get; set; }

    /// <summary>The endpoint that counted before the member moved without a proof; null otherwise.</summary>
    internal (IPEndPoint EndPoint, bool IsProved)? Former { get; set; }

    /// <summary>The pending question whether the member is still at its place; null without one.</summary>
    internal PlaceDoubt? Doubt { get; set; }

    /// <summary>The time of the last answer to such a question, in monotonic milliseconds; null before the first.</summary>
    internal long? AnsweredAt { get; set; }

    /// <summary>The packet number of the last signed exit; 0 before the first (R125).</summary>
    internal uint ExitNumber { get; set; }

    /// <summary>True when a signature has shown that the member was at that endpoint.</summary>
    internal bool HasProved(IPEndPoint endPoint) => _proved.Contains(endPoint);

    /// <summary>Notes the endpoint of a signature. A machine has few addresses; the oldest one gives way.</summary>
    internal void AddProved(IPEndPoint endPoint)
    {
        _proved.Remove(endPoint);
        if (_proved.Count == MaxProved)
            _proved.RemoveAt(0);
        _proved.Add(endPoint);
    }

    /// <summary>
    /// True for the number of a signed message that was not recorded before the last one: numbers that are times rise. Other numbers say
    /// nothing.
    /// </summary>
    internal bool IsFresh(uint number, Moment now)
    {
        if (IsTime(number, now) && _proofNumber is { } last && IsTime(last, now) && number <= last)
            return false;
        _proofNumber = number;
        return true;
    }

    private static bool IsTime(uint number, Moment now) => Math.Abs(number - now.Wall.ToUnixTimeSeconds()) <= MaxClockDifference;
}
