using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>The state that all handlers of a member share: settings, presence, roster, time, timers, counters and outputs.</summary>
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
        AnswerLimits = new AnswerLimits(this);
    }

    internal MemberSettings Settings { get; }

    internal IPacketNumbers Numbers { get; }

    internal IRandomSource Random { get; }

    internal Presence Presence { get; }

    /// <summary>Writes and sends packets.</summary>
    internal PacketSender PacketSender { get; }

    /// <summary>The known members.</summary>
    internal Roster Roster { get; }

    /// <summary>The limits of answers to addresses that have not answered.</summary>
    internal AnswerLimits AnswerLimits { get; }

    /// <summary>The members that have left and entered again.</summary>
    internal Reentries Reentries { get; } = new();

    /// <summary>The round trips to other endpoints.</summary>
    internal RoundTrips RoundTrips { get; } = new();

    internal TimerQueue Timers { get; } = new();

    /// <summary>The queued datagrams and events.</summary>
    internal MemberOutputs Outputs { get; } = new();

    internal MemberCounters Counters { get; } = new();

    /// <summary>The time of the current call.</summary>
    internal Moment Now { get; set; }

    /// <summary>True from the first BR_EXIT on. A leaving member answers nothing and starts nothing.</summary>
    internal bool IsLeaving { get; set; }

    /// <summary>True to raise <see cref="MessageArrived"/> for every message in the inbox.</summary>
    internal bool ReportsMessages { get; set; } = true;

    /// <summary>The destinations of broadcasts: broadcast and unicast addresses.</summary>
    internal IReadOnlyList<IPEndPoint> Targets { get; private set; } = [];

    /// <summary>The networks of this machine.</summary>
    internal IReadOnlyList<LocalNetwork> Networks { get; private set; } = [];

    /// <summary>The listening port.</summary>
    internal int Port { get; private set; }

    /// <summary>Learns from a decrypted message that was not received before where its sender is (R122).</summary>
    internal Action<IncomingMessage> OnDecrypted { get; set; } = static _ => { };

    /// <summary>Learns of entries, for a member master or its user; null for other members.</summary>
    internal IEntryObserver? EntryObserver { get; set; }

    /// <summary>True for a member that the list of a master, which is there, names: silence does not remove it (R132).</summary>
    internal Func<Member, bool> IsInMasterList { get; set; } = static _ => false;

    /// <summary>The user has something for the member at an endpoint: a message or a question (R132).</summary>
    internal Action<IPEndPoint> OnUse { get; set; } = static _ => { };

    /// <summary>The handler of a command; null for an unknown one.</summary>
    internal Func<Command, PacketHandler?> HandlerOf { get; set; } = static _ => null;

    /// <summary>The addresses at which this member receives.</summary>
    internal IReadOnlyCollection<IPAddress> Addresses { get; private set; } = [];

    /// <summary>The broadcast addresses of the networks of this machine.</summary>
    internal HashSet<IPAddress> Broadcasts { get; } = [];

    internal void SetNetworks(
        IReadOnlyList<IPEndPoint> targets, IReadOnlyList<LocalNetwork> networks, int port, IReadOnlyCollection<IPAddress>? addresses)
    {
        Addresses = addresses ?? [.. networks.Select(static each => each.Address)];
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

    /// <summary>True for the address of a single machine: no broadcast or multicast address.</summary>
    internal bool IsOneMachine(IPEndPoint endPoint) =>
        endPoint.Port != 0 && UnicastAddress.IsOne(endPoint.Address) && !Broadcasts.Contains(endPoint.Address);

    /// <summary>True for an address in a network of this machine.</summary>
    internal bool IsInOwnNetwork(IPAddress address)
    {
        foreach (var network in Networks)
        {
            if (network.Contains(address))
                return true;
        }
        return false;
    }

    internal uint NextNumber() => Numbers.Next(Now);

    internal void SetTimer(ProtocolTimer timer, long delayMs) => Timers.Set(timer, Now.Milliseconds + Math.Max(0, delayMs));
}
