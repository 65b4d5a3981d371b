using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// The endpoints that get announcements by unicast, because broadcasts may not reach them: those that have answered an entry by unicast,
/// and for a minute those that the user has sent something (R120). Packets of others add none, because anybody can forge them.
/// </summary>
internal sealed class UnicastTargets(MemberContext context)
{
    /// <summary>The maximum number of endpoints that have answered.</summary>
    internal const int MaxAnswered = 4_096;

    /// <summary>The maximum number of endpoints that have not answered.</summary>
    internal const int MaxAsked = 1_024;

    private const int ForgetMs = 60_000;

    private readonly HashSet<IPEndPoint> _answered = [];
    private readonly Dictionary<IPEndPoint, long> _asked = [];

    /// <summary>The endpoints; those that have answered first.</summary>
    internal IReadOnlyList<IPEndPoint> All
    {
        get
        {
            ForgetSilent();
            return [.. _answered, .. _asked.Keys];
        }
    }

    /// <summary>Those that have answered.</summary>
    internal IReadOnlyList<IPEndPoint> Answered => [.. _answered];

    /// <summary>The user has caused an entry to an endpoint.</summary>
    internal void OnAsked(IPEndPoint to)
    {
        if (_asked.Count >= MaxAsked)
            ForgetSilent();
        if (_asked.Count < MaxAsked && !_answered.Contains(to))
            _asked[to] = context.Now.Milliseconds;
    }

    /// <summary>The member at an endpoint has answered an entry by unicast.</summary>
    internal void OnAnswered(IPEndPoint from)
    {
        _asked.Remove(from);
        // A member with two addresses is listed at one of them and may have answered from the other. It keeps its place while there is
        // room.
        if (_answered.Count >= MaxAnswered && !_answered.Contains(from))
            _answered.RemoveWhere(each => !IsReached(each));
        if (_answered.Count < MaxAnswered)
            _answered.Add(from);
    }

    /// <summary>The member at an endpoint has left.</summary>
    internal void OnExit(IPEndPoint from)
    {
        _answered.Remove(from);
        _asked.Remove(from);
    }

    // A confirmation of a message is an answer as well.
    private void ForgetSilent()
    {
        var old = new List<IPEndPoint>();
        foreach (var asked in _asked)
        {
            if (context.Now.Milliseconds - asked.Value >= ForgetMs)
                old.Add(asked.Key);
        }
        foreach (var each in old)
        {
            if (IsReached(each))
                OnAnswered(each);
            else
                _asked.Remove(each);
        }
    }

    private bool IsReached(IPEndPoint endPoint) => context.Roster.At(endPoint) is { IsReached: true };
}
