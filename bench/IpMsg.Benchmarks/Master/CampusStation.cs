using System;
using System.Buffers;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Benchmarks.Master;

/// <summary>A machine of the campus, with the state machine of its member while that is there. It counts bytes.</summary>
internal sealed class CampusStation(Campus campus, IPEndPoint endPoint, int segment) : ILanStation
{
    // The answers to the question of an agent come within this time (R127).
    private const int AnswerMs = 6_000;

    private long _wakesAt = Moment.Never;
    private long _answersUntil;
    private OwnKeys? _keys;
    private PageCount _pages = new();
    private bool _hasAsked;

    public IPEndPoint EndPoint => endPoint;

    public int Segment => segment;

    /// <summary>The state machine; null while the member is not there.</summary>
    internal MemberMachine? Machine { get; private set; }

    /// <summary>True when it gets whole lists, false for shortened ones.</summary>
    internal bool HasWholeList { get; private set; }

    /// <summary>What it has sent and received.</summary>
    internal Traffic Traffic { get; } = new();

    /// <summary>What the calls of the master's state machine cost; null for other members.</summary>
    internal MasterCost? Cost { get; init; }

    internal void Start(MemberSettings settings, ulong seed, bool hasWholeList)
    {
        (_keys, HasWholeList, _pages, _hasAsked, _wakesAt) = (settings.Keys, hasWholeList, new PageCount(), false, Moment.Never);
        Machine = new MemberMachine(settings, new RisingNumbers(), new SeededRandom(seed));
        var network = new LocalNetwork(endPoint.Address, IPAddress.Parse("255.255.0.0"));
        Machine.SetNetworks([new IPEndPoint(network.Broadcast, endPoint.Port)], [network], endPoint.Port);
        Call(static (machine, now) => machine.Announce(now));
    }

    internal void Leave() => Call(static (machine, now) => machine.Stop(now));

    internal void End() => Machine = null;

    public void Receive(ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        if (Machine is not { } machine)
            return;
        // A machine does not receive its own broadcasts from the network.
        if (!from.Equals(EndPoint))
            Traffic.Receive(KindOf(datagram, from, EndPoint), datagram.Length);
        if (!HasWholeList && campus.Lists.Of(campus.Lan.Arriving!, _pages, machine.MasterUser()?.AsksForList == true) is { } shortened)
            datagram = shortened;
        Cost?.Begin();
        machine.Receive(campus.Lan.Moment, datagram, from);
        Cost?.End();
        CarryOut();
        if (!HasWholeList && !_hasAsked && Machine?.MasterUser()?.ListVersion is not null)
        {
            _hasAsked = true;
            campus.AskFrom(this);
        }
    }

    public void Wake(long due)
    {
        if (due != _wakesAt)
            return;
        _wakesAt = Moment.Never;
        Call(static (machine, now) => machine.Advance(now));
    }

    internal void Call(Action<MemberMachine, Moment> act)
    {
        if (Machine is null)
            return;
        Cost?.Begin();
        act(Machine, campus.Lan.Moment);
        Cost?.End();
        CarryOut();
    }

    private void CarryOut()
    {
        while (Machine is { } machine)
        {
            if (machine.Outputs.TryDequeueEvent(out var raised))
                CarryOut(raised);
            else if (machine.Outputs.TryDequeueTransmit(out var transmit))
                Send(transmit);
            else
                break;
        }
        if (Machine is null || Machine.NextTimer >= _wakesAt)
            return;
        _wakesAt = Machine.NextTimer;
        campus.Lan.WakeAt(this, _wakesAt);
    }

    private void CarryOut(MemberEvent raised)
    {
        if (raised is SignatureRequested { Job: var job })
            Sign(job);
        else if (raised is DictionarySendRequested { Send: var send })
            Connect(send);
    }

    private void Send(in Transmit transmit)
    {
        var datagram = transmit.Buffer.AsSpan(0, transmit.Length);
        if (PacketReader.TryRead(datagram, out var packet) && TrafficKinds.IsQuestion(packet))
            _answersUntil = campus.Lan.Now + AnswerMs;
        Traffic.Send(KindOf(datagram, EndPoint, transmit.To), transmit.Length);
        campus.Lan.Send(this, transmit.To, datagram);
        if (transmit.IsPooled)
            ArrayPool<byte>.Shared.Return(transmit.Buffer);
    }

    // The checks of members with shortened lists are left out: they cost the simulation time, and no bytes.
    private void Sign(SignatureJob job)
    {
        var (machine, keys) = (Machine, _keys!);
        byte[]? signature = [];
        if (!job.IsCheck || HasWholeList)
        {
            Cost?.Begin();
            signature = job.Run(keys);
            Cost?.End(isSignature: true);
        }
        campus.Lan.At(campus.Lan.Now + 1, () =>
        {
            if (ReferenceEquals(machine, Machine))
                Call((current, now) => current.CompleteSignature(now, job, signature));
        });
    }

    private void Connect(DictionarySend send)
    {
        Traffic.Send(TrafficKind.Agents, send.Bytes.Length);
        bool isThere = campus.Lan.At(send.To) is CampusStation { Machine: not null };
        campus.Lan.At(campus.Lan.Now + (isThere ? 1 : DictionarySend.TimeoutMs), () =>
        {
            if (isThere && campus.Lan.At(send.To) is CampusStation peer)
            {
                peer.Traffic.Receive(TrafficKind.Agents, send.Bytes.Length);
                peer.Call((machine, now) => machine.ReceiveDictionary(now, send.Bytes, EndPoint));
            }
            Call((machine, now) => machine.CompleteSend(now, send, isThere));
        });
    }

    private TrafficKind KindOf(ReadOnlySpan<byte> datagram, IPEndPoint from, IPEndPoint to)
    {
        bool isWithinSegment = Campus.SegmentOf(from) == Campus.SegmentOf(to);
        // A datagram that is sent has not arrived.
        var kind = campus.Lan.Arriving is { } arriving && datagram.Overlaps(arriving)
            ? campus.Lists.KindOf(arriving, isWithinSegment)
            : TrafficKinds.Of(datagram, isWithinSegment);
        if (kind != TrafficKind.Announcements || !PacketReader.TryRead(datagram, out var packet))
            return kind;
        bool isOfAgent = packet.Command switch
        {
            Command.Entry => TrafficKinds.IsQuestion(packet),
            Command.AnswerEntry => campus.Lan.At(to) is CampusStation asker && asker._answersUntil > campus.Lan.Now,
            _ => false,
        };
        return isOfAgent ? TrafficKind.Agents : kind;
    }
}
