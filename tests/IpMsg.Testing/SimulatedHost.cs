using System;
using System.Buffers;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Testing;

/// <summary>A member on a simulated network: feeds its machine and carries out what it decides, as the node does on a real one.</summary>
public sealed class SimulatedHost : ILanStation
{
    private readonly SimulatedLan _lan;
    private const int MaxCipher = 5;

    private readonly MemberSettings _settings;
    private long _wakesAt = Moment.Never;
    private long _opensAt;

    public SimulatedHost(SimulatedLan lan, IPEndPoint endPoint, MemberSettings settings, ulong seed = 1)
    {
        _lan = lan;
        _settings = settings;
        EndPoint = endPoint;
        Machine = new MemberMachine(settings, new RisingNumbers(), new SeededRandom(seed)) { AcceptsMessages = true };
        bool isIPv4 = endPoint.AddressFamily == AddressFamily.InterNetwork;
        var mask = IPAddress.Parse(!isIPv4 ? "ffff::" : lan.HasRouter ? "255.255.0.0" : "255.0.0.0");
        var network = new LocalNetwork(endPoint.Address, mask);
        var broadcast = lan.HasRouter ? new IPEndPoint(network.Broadcast, endPoint.Port) : SimulatedLan.Broadcast(endPoint.Port);
        Machine.SetNetworks([broadcast], [network], endPoint.Port);
        Segment = isIPv4 && lan.HasRouter ? endPoint.Address.GetAddressBytes()[1] : 0;
        lan.Join(this);
    }

    public MemberMachine Machine { get; }

    /// <inheritdoc/>
    public IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public int Segment { get; set; }

    /// <summary>False once it has crashed: it hears, says and does nothing more.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>True to keep messages on the way to the disk until the test says what becomes of them.</summary>
    public bool HoldsDisk { get; set; }

    /// <summary>Messages that are on the way to the disk and held there.</summary>
    public List<IncomingMessage> OnDisk { get; } = [];

    /// <summary>Everything the machine decided other than to send, with its time.</summary>
    public List<(long At, MemberEvent Event)> Told { get; } = [];

    /// <summary>How many signatures it has made or checked, apart from those of messages.</summary>
    public int Signatures { get; private set; }

    /// <summary>How far its clock is from the time of the network. The monotonic clock does not change with it.</summary>
    public TimeSpan ClockError { get; set; }

    private Moment Moment => new(_lan.Moment.Elapsed, _lan.Moment.Wall + ClockError);

    /// <summary>Sees every datagram before it is sent.</summary>
    public Action<Transmit>? OnTransmit { get; set; }

    /// <summary>Sees every event before it is carried out.</summary>
    public Action<MemberEvent>? OnEvent { get; set; }

    /// <summary>Does something with the machine and then what the machine decides.</summary>
    public T Do<T>(Func<MemberMachine, Moment, T> wish)
    {
        T result = wish(Machine, Moment);
        Carry();
        return result;
    }

    /// <inheritdoc cref="Do{T}"/>
    public void Do(Action<MemberMachine, Moment> wish)
    {
        wish(Machine, Moment);
        Carry();
    }

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        if (!IsUp)
            return;
        Machine.Receive(Moment, datagram, from);
        Carry();
    }

    /// <inheritdoc/>
    public void Wake(long due)
    {
        if (!IsUp || due != _wakesAt)
            return;
        _wakesAt = Moment.Never;
        Machine.Advance(Moment);
        Carry();
    }

    /// <summary>Ends it without a word.</summary>
    public void Crash() => IsUp = false;

    private void Carry()
    {
        // In exactly the order in which they were decided: an event is given out once the datagrams before it have been taken.
        while (true)
        {
            if (Machine.Outputs.TryDequeueEvent(out var raised))
                CarryOut(raised);
            else if (Machine.Outputs.TryDequeueTransmit(out var transmit))
                Send(transmit);
            else
                break;
        }
        if (Machine.NextTimer >= _wakesAt)
            return;
        _wakesAt = Machine.NextTimer;
        _lan.WakeAt(this, _wakesAt);
    }

    private void CarryOut(MemberEvent raised)
    {
        OnEvent?.Invoke(raised);
        Told.Add((_lan.Now, raised));
        switch (raised)
        {
            case PersistRequested { Message: var message }:
                Persist(message);
                break;
            case EncryptionRequested { Job: var job }:
                Encrypt(job);
                break;
            case SignatureRequested { Job: var job }:
                Sign(job);
                break;
            case DictionarySendRequested { Send: var send }:
                Connect(send);
                break;
            case DecryptionRequested { Arrival: var arrival }:
                Decrypt(arrival);
                break;
        }
    }

    private void Send(in Transmit transmit)
    {
        OnTransmit?.Invoke(transmit);
        _lan.Send(this, transmit.To, transmit.Buffer.AsSpan(0, transmit.Length));
        if (transmit.IsPooled)
            ArrayPool<byte>.Shared.Return(transmit.Buffer);
    }

    private void Encrypt(EncryptionJob job)
    {
        var envelope = job.Encrypt(_settings.Keys!, _lan.Random.Bytes(job.Suite.SessionKeyLength));
        _lan.At(_lan.Now + _lan.Random.Next(0, MaxCipher), () =>
        {
            if (IsUp)
                Do((machine, now) => machine.CompleteEncryption(now, job, envelope));
        });
    }

    private void Sign(SignatureJob job)
    {
        Signatures++;
        byte[]? signature = job.Run(_settings.Keys!);
        _lan.At(_lan.Now + _lan.Random.Next(0, MaxCipher), () =>
        {
            if (IsUp)
                Do((machine, now) => machine.CompleteSignature(now, job, signature));
        });
    }

    // Over TCP, which loses nothing, and does not show the port of the sender.
    private void Connect(DictionarySend send)
    {
        bool isThere = _lan.At(send.To) is SimulatedHost { IsUp: true };
        _lan.At(_lan.Now + (isThere ? 1 : DictionarySend.TimeoutMs), () =>
        {
            if (_lan.At(send.To) is SimulatedHost { IsUp: true } peer)
                peer.Do((machine, now) => machine.ReceiveDictionary(now, send.Bytes, new IPEndPoint(EndPoint.Address, 0)));
            if (IsUp)
                Do((machine, now) => machine.CompleteSend(now, send, isThere));
        });
    }

    private void Decrypt(EncryptedArrival arrival)
    {
        var decrypted = arrival.Decrypt(_settings.Keys!, _settings.AllowsWeakCiphers);
        _opensAt = Math.Max(_opensAt, _lan.Now + _lan.Random.Next(0, MaxCipher));
        _lan.At(_opensAt, () => { if (IsUp) Do((machine, now) => machine.CompleteDecryption(now, arrival, decrypted)); });
    }

    private void Persist(IncomingMessage message)
    {
        if (HoldsDisk)
        {
            OnDisk.Add(message);
            return;
        }
        bool fails = _lan.Random.Chance(_lan.Conditions.PersistFailure);
        _lan.At(_lan.Now + _lan.Random.Next(0, _lan.Conditions.MaxPersist + 1), () =>
        {
            if (!IsUp)
                return;
            if (fails)
                Do((machine, now) => machine.PersistFailed(now, message));
            else
                Do((machine, now) => machine.Persisted(now, message));
        });
    }
}
