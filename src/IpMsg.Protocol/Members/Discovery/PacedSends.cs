using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Packets to many single members, at most so many a second (R120): entries to the members of a host list and to silent ones, and
/// announcements to members that broadcasts do not reach. The first ones leave at once.
/// </summary>
internal sealed class PacedSends(MemberContext context) : ProtocolTimer
{
    /// <summary>The maximum number of waiting packets; further ones are withheld.</summary>
    internal const int Capacity = 8_192;

    private const int PerSecond = 640;
    private const int Burst = 64;
    private const int IntervalMs = 50;

    private readonly Rate _rate = new(PerSecond, Burst);
    private readonly Queue<(IPEndPoint To, Command Command, Action<IPEndPoint> Send)> _waiting = [];
    private readonly HashSet<(IPEndPoint, Command)> _queued = [];
    private long _usedUntil;

    /// <summary>Sends a packet when its turn comes. A second one of the same command, while the first waits, is not sent.</summary>
    internal void Add(IPEndPoint to, Command command, Action<IPEndPoint> send)
    {
        if (_queued.Contains((to, command)))
            return;
        if (_waiting.Count >= Capacity)
        {
            context.Counters.Withheld++;
            return;
        }
        _queued.Add((to, command));
        _waiting.Enqueue((to, command, send));
        if (_waiting.Count == 1)
            OnExpired();
    }

    internal override void OnExpired()
    {
        while (!context.IsLeaving && _waiting.Count > 0 && _rate.Allows(_usedUntil, context.Now))
        {
            var (to, command, send) = _waiting.Dequeue();
            _queued.Remove((to, command));
            _usedUntil = _rate.Use(_usedUntil, context.Now);
            send(to);
        }
        if (!context.IsLeaving && _waiting.Count > 0)
            context.SetTimer(this, IntervalMs);
    }
}
