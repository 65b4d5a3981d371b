using System;
using System.Buffers;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>A machine whose owner is a script: calls it, carries out what it asks for, and checks it after each call.</summary>
internal sealed class MemberStage
{
    // Four datagrams at most come out of one that arrives, apart from announcements to all known endpoints.
    private const int MaxSent = 400;
    private const long MaxAllocated = 4_000_000;
    private const int MaxTimers = 20_000;

    private readonly IStageCheck[] _checks;
    private readonly OnceCheck _once = new();
    private readonly Owner _owner;

    internal MemberStage(byte settings)
    {
        var made = StageSettings.Of(settings);
        Machine = new MemberMachine(made, new RisingNumbers(), new SeededRandom(1)) { AcceptsMessages = true };
        _owner = new Owner(this);
        _checks = [new RosterCheck(), new AnswerSizeCheck(Sent), _once, Deliveries];
        Machine.SetNetworks(StageSettings.Targets, StageSettings.Networks, StageSettings.Port);
    }

    internal MemberMachine Machine { get; }

    internal ManualClock Clock { get; } = new();

    internal SentNumbers Sent { get; } = new();

    internal DeliveryCheck Deliveries { get; } = new();

    /// <summary>Messages that were shown and not discarded.</summary>
    internal List<IncomingMessage> Shown { get; } = [];

    /// <summary>What the script does as the owner of the machine.</summary>
    internal Owner Owner => _owner;

    internal void Receive(ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        byte[] bytes = datagram[..Math.Min(datagram.Length, PacketWriter.MaxDatagram)].ToArray();
        Finish(new StageCall(StageCallKind.Receive, Clock.Now, from, bytes), machine => machine.Receive(Clock.Now, bytes, from));
    }

    internal void Do(Action<MemberMachine> call) => Finish(StageCall.Of(StageCallKind.Command, Clock.Now), call);

    /// <summary>Reports the decrypted message; the events of that call belong to its datagram.</summary>
    /// <param name="packet">The packet that was in a dictionary.</param>
    internal void Decrypted(EncryptedArrival arrival, Action<MemberMachine> call, byte[]? packet = null)
    {
        var outer = _once.Decrypted;
        _once.Decrypted = arrival;
        Finish(new StageCall(StageCallKind.Command, Clock.Now, null, packet ?? []), call);
        _once.Decrypted = outer;
    }

    /// <summary>Lets time pass, with every timer at its moment.</summary>
    internal void Pass(long milliseconds)
    {
        long end = Clock.Milliseconds + milliseconds;
        for (int timers = 0; Machine.NextTimer <= end; timers++)
        {
            Require.That(timers < MaxTimers, "timers without end");
            Clock.Milliseconds = Math.Max(Clock.Milliseconds, Machine.NextTimer);
            Finish(StageCall.Of(StageCallKind.Advance, Clock.Now), machine => machine.Advance(Clock.Now));
        }
        Clock.Milliseconds = end;
    }

    /// <summary>Ends the script: after some minutes nothing waits, and no table has grown with time alone.</summary>
    internal void End(bool isMeasured)
    {
        const int Minutes = 15 * 60_000, Day = 24 * 60 * 60_000;
        Pass(Minutes);
        Deliveries.AtEnd();
        if (!isMeasured)
            return;
        int before = ObjectCensus.Of(Machine);
        Pass(Day);
        Require.That(ObjectCensus.Of(Machine) <= before, "a table grows with time");
        Require.That(before <= ObjectCensus.MaxPerInput * (1 + Machine.Counters.Received + _owner.Commands), "a table grows too fast");
    }

    private void Finish(StageCall call, Action<MemberMachine> act)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        act(Machine);
        Require.That(GC.GetAllocatedBytesForCurrentThread() - allocated < MaxAllocated, "memory of one call");
        // Events and datagrams come out in the order in which the machine decided them.
        while (Machine.Outputs.Count > 0)
        {
            if (Machine.Outputs.TryDequeueEvent(out var raised))
                call.Events.Add(raised);
            else if (Machine.Outputs.TryDequeueTransmit(out var transmit))
                Take(call, transmit);
        }
        Require.That(call.Sent.Count <= MaxSent + 2 * Machine.MemberCount, "datagrams of one call");
        foreach (var check in _checks)
            check.After(call, Machine);
        foreach (var raised in call.Events)
            _owner.CarryOut(raised);
    }

    private void Take(StageCall call, in Transmit transmit)
    {
        Require.That(transmit.Length is > 0 and <= PacketWriter.MaxDatagram && transmit.To.Port != 0, "datagram");
        byte[] bytes = transmit.Buffer.AsSpan(0, transmit.Length).ToArray();
        Require.That(Dictionaries.PacketOf(bytes) is not null, "the member sends no packet");
        if (transmit.IsPooled)
            ArrayPool<byte>.Shared.Return(transmit.Buffer);
        call.Sent.Add((transmit.To, bytes));
        Sent.Add(transmit.To, bytes);
    }
}
