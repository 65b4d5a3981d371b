using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>What every handler of a member needs: who it is, the time and the timers, who is known, the way out.</summary>
internal sealed class MemberContext
{
    internal MemberContext(MemberSettings settings, IPacketNumbers numbers, IRandomSource random)
    {
        Settings = settings;
        Numbers = numbers;
        Random = random;
        Presence = new Presence(settings);
        PacketSender = new PacketSender(this);
        Roster = new Roster(this);
    }

    internal MemberSettings Settings { get; }

    internal IPacketNumbers Numbers { get; }

    internal IRandomSource Random { get; }

    internal Presence Presence { get; }

    /// <summary>Where packets are made and leave.</summary>
    internal PacketSender PacketSender { get; }

    /// <summary>Everyone known.</summary>
    internal Roster Roster { get; }

    internal TimerQueue Timers { get; } = new();

    /// <summary>What was decided and nobody has taken yet.</summary>
    internal MemberOutputs Outputs { get; } = new();

    internal MemberCounters Counters { get; } = new();

    /// <summary>The time of the event being handled.</summary>
    internal Moment Now { get; set; }

    /// <summary>True from the first farewell on: nothing is answered and nothing begun any more.</summary>
    internal bool IsLeaving { get; set; }

    /// <summary>True when <see cref="MessageArrived"/> is raised for every message in the inbox.</summary>
    internal bool ReportsMessages { get; set; } = true;

    /// <summary>Broadcast and unicast addresses to which broadcasts go.</summary>
    internal IReadOnlyList<IPEndPoint> Targets { get; private set; } = [];

    /// <summary>The networks we are on, within reach of a broadcast.</summary>
    internal IReadOnlyList<LocalNetwork> Networks { get; private set; } = [];

    /// <summary>The port we listen on.</summary>
    internal int Port { get; private set; }

    /// <summary>The broadcast addresses of the networks we are on.</summary>
    internal HashSet<IPAddress> Broadcasts { get; } = [];

    internal void SetNetworks(IReadOnlyList<IPEndPoint> targets, IReadOnlyList<LocalNetwork> networks, int port)
    {
        Targets = targets;
        Networks = networks;
        Port = port;
        Broadcasts.Clear();
        foreach (var network in networks)
        {
            if (network.HasBroadcast)
                Broadcasts.Add(network.Broadcast);
        }
    }

    /// <summary>True for an address that is one machine's, so that what we send there reaches nobody else.</summary>
    internal bool IsOneMachine(IPEndPoint endPoint) =>
        endPoint.Port != 0 && UnicastAddress.IsOne(endPoint.Address) && !Broadcasts.Contains(endPoint.Address);

    internal uint NextNumber() => Numbers.Next(Now);

    internal void SetTimer(ProtocolTimer timer, long delayMs) => Timers.Set(timer, Now.Milliseconds + Math.Max(0, delayMs));
}
