using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Testing;

/// <summary>A hand-driven endpoint on a simulated network: says what a test tells it to, byte by byte, and records what it hears.</summary>
public sealed class ScriptedPeer : ILanStation
{
    private readonly SimulatedLan _lan;
    private uint _number = 1000;

    public ScriptedPeer(SimulatedLan lan, IPEndPoint endPoint)
    {
        _lan = lan;
        EndPoint = endPoint;
        lan.Join(this);
    }

    /// <inheritdoc/>
    public IPEndPoint EndPoint { get; }

    /// <inheritdoc/>
    public int Segment { get; set; }

    public string Version { get; set; } = "1";

    public string User { get; set; } = "peer";

    public string Host { get; set; } = "PEER-PC";

    /// <summary>Everything heard since the last <see cref="Forget"/>, oldest first.</summary>
    public List<ReceivedPacket> Received { get; } = [];

    /// <summary>Answers by itself, when set.</summary>
    public Action<ReceivedPacket>? Reacts { get; set; }

    /// <summary>Says something with header fields of its own and the next number, which it returns. Text is Latin-1 here.</summary>
    public uint Say(IPEndPoint to, uint commandWord, string extra = "") => Say(to, commandWord, Encoding.Latin1.GetBytes(extra));

    /// <inheritdoc cref="Say(IPEndPoint, uint, string)"/>
    public uint Say(IPEndPoint to, uint commandWord, ReadOnlySpan<byte> extra, string? number = null)
    {
        string header = string.Create(CultureInfo.InvariantCulture,
            $"{Version}:{number ?? (++_number).ToString(CultureInfo.InvariantCulture)}:{User}:{Host}:{commandWord}:");
        byte[] front = Encoding.UTF8.GetBytes(header);
        var datagram = new byte[front.Length + extra.Length];
        front.CopyTo(datagram, 0);
        extra.CopyTo(datagram.AsSpan(front.Length));
        _lan.Send(this, to, datagram);
        return _number;
    }

    /// <summary>Sends bytes as they are.</summary>
    public void Send(IPEndPoint to, ReadOnlySpan<byte> datagram) => _lan.Send(this, to, datagram);

    /// <summary>What it heard of one command.</summary>
    public IReadOnlyList<ReceivedPacket> All(Command command) => [.. Received.Where(each => each.Command == command)];

    /// <summary>Forgets what it has heard.</summary>
    public void Forget() => Received.Clear();

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        var packet = new ReceivedPacket(_lan.Now, from, datagram);
        Received.Add(packet);
        Reacts?.Invoke(packet);
    }

    /// <inheritdoc/>
    public void Wake(long due) => throw new InvalidOperationException("A scripted peer has no alarms.");
}
