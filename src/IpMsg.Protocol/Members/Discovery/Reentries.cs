using System.Net;
using IpMsg.Protocol.Members.Limits;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// The endpoints whose members have left with IPMSG_BR_EXIT and entered again with IPMSG_BR_ENTRY. Such a member may use old packet numbers
/// again (R43).
/// </summary>
internal sealed class Reentries
{
    /// <summary>The maximum number of endpoints without a proof: exits can be forged.</summary>
    internal const int MaxUnproved = 4_096;

    /// <summary>The maximum number of endpoints of members with a proof, as many as the roster has of each kind.</summary>
    internal const int MaxProved = RosterSlots.MaxInTier;

    private readonly EndPointTable<Reentry> _known = new(MaxUnproved, MaxProved);

    /// <summary>The number of entries after exits so far, of all members.</summary>
    internal int Count { get; private set; }

    /// <summary>The member at that endpoint has left.</summary>
    /// <param name="from">The endpoint.</param>
    /// <param name="isProved">True for a member that has proved that it receives there.</param>
    internal void OnExit(IPEndPoint from, bool isProved)
    {
        _known.TryGetValue(from, out var known);
        _known.Set(from, known with { HasLeft = true }, isProved);
    }

    /// <summary>A member has entered at that endpoint.</summary>
    internal void OnEntry(IPEndPoint from)
    {
        if (_known.TryGetValue(from, out var known) && known.HasLeft)
            _known.Set(from, new Reentry(++Count, HasLeft: false), isProved: false);
    }

    /// <summary>True when a member has left the endpoint and entered there again since <see cref="Count"/> had that value.</summary>
    internal bool IsSince(int count, IPEndPoint from) => _known.TryGetValue(from, out var known) && known.Number > count;

    private readonly record struct Reentry(int Number, bool HasLeft);
}
