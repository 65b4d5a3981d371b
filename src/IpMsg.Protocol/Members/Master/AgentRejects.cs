using System;
using System.Net;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>
/// Tells a master that this member is none of its agents (R127): IPMSG_DIR_AGENTREJECT. The master asks another user at once, instead of
/// waiting for a report.
/// </summary>
internal sealed class AgentRejects(MemberContext context, IMasterWire wire)
{
    // A master asks an agent once in 180 s. Anybody can ask, and each answer takes a signature.
    private const int IntervalMs = 10_000;
    private const int PerSecond = 4, Burst = 8;

    private static readonly Rate s_all = new(PerSecond, Burst);

    private readonly RateLimiter _sent = new(1, IntervalMs);
    private long _used;

    /// <summary>Sends it to a master.</summary>
    internal void Send(IPEndPoint master)
    {
        if (context.IsLeaving || !s_all.Allows(_used, context.Now) || !_sent.TryCount(master.Address, context.Now))
            return;
        _used = s_all.Use(_used, context.Now);
        wire.Send(new AgentReject(), master);
    }

    /// <summary>Answers the order or request of a master that this member does not use. False for any other dictionary.</summary>
    /// <param name="bytes">The whole dictionary.</param>
    /// <param name="from">The endpoint that sent it; over TCP its port is 0.</param>
    internal bool TryAnswer(ReadOnlySpan<byte> bytes, IPEndPoint from)
    {
        if (!IpDict.TryRead(bytes, out var dict)
            || MasterDict.CommandOf(dict) is not (Command.DirBroadcast or Command.DirPollAgent or Command.DirRequest)
            || MasterDict.Sender(dict, from) is not { } sender)
            return false;
        context.Counters.Ignored++;
        // Over TCP nobody can forge an address. A datagram is answered where its member is known to receive (R117).
        var known = context.Roster.FindByName(sender.User, sender.Host);
        bool isThere = known is { IsReached: true } && known.EndPoint.Address.Equals(from.Address);
        if (from.Port == 0)
            Send(isThere ? known!.EndPoint : new IPEndPoint(from.Address, context.Port));
        else if (isThere && known!.EndPoint.Port == from.Port)
            Send(from);
        return true;
    }
}
