using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>What the parts of a member share: the time, the alarms, the way out.</summary>
internal sealed class MemberContext
{
    internal MemberContext(MemberSettings settings, IPacketNumbers numbers, IRandomSource random)
    {
        Settings = settings;
        Numbers = numbers;
        Random = random;
        Presence = new Presence(settings);
    }

    internal MemberSettings Settings { get; }

    internal IPacketNumbers Numbers { get; }

    internal IRandomSource Random { get; }

    internal Presence Presence { get; }

    internal TimerQueue Alarms { get; } = new();

    internal Queue<MemberAction> Actions { get; } = new();

    internal MemberCounters Counters { get; } = new();

    /// <summary>The time of the event being handled.</summary>
    internal Moment Now { get; set; }

    /// <summary>True from the first farewell on: nothing is answered and nothing begun any more.</summary>
    internal bool IsLeaving { get; set; }

    /// <summary>The broadcast addresses of the networks we are on.</summary>
    internal HashSet<IPAddress> Broadcasts { get; } = [];

    /// <summary>True for an address that is one machine's, so that what we send there reaches nobody else.</summary>
    internal bool IsOneMachine(IPEndPoint endPoint) =>
        endPoint.Port != 0 && UnicastAddress.IsOne(endPoint.Address) && !Broadcasts.Contains(endPoint.Address);

    internal uint NextNumber() => Numbers.Next(Now);

    internal void SetAlarm(ProtocolTimer timer, long delayMs) => Alarms.Set(timer, Now.Milliseconds + Math.Max(0, delayMs));

    internal void Tell(MemberActionKind kind, object? subject = null) => Actions.Enqueue(new MemberAction(kind, subject));
}
