using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Threading;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>
/// A network of a test's own on the loopback interface: 127.x.y.1 and up, all with one port, so that tests can run side by side. No
/// broadcast reaches loopback addresses, so members are given each other's addresses.
/// </summary>
internal sealed class Lan : IDisposable
{
    // Random, for other runs of these tests may be using the machine; below the ports of the system's choice.
    private static int s_next = RandomNumberGenerator.GetInt32(1 << 16);

    private readonly int _net = Interlocked.Increment(ref s_next) & 0xFFFF;
    private readonly Stack<IDisposable> _parts = [];

    internal int Port { get; } = RandomNumberGenerator.GetInt32(10_000, 30_000);

    internal string Address(int host) => "127." + (_net >> 8) + "." + (_net & 0xFF) + "." + host;

    internal IPEndPoint EndPoint(int host) => new(IPAddress.Parse(Address(host)), Port);

    /// <summary>The parameters of a listener at one address that tells the others.</summary>
    internal string At(int host, params int[] others)
    {
        string place = string.Create(CultureInfo.InvariantCulture, $" -Address {Address(host)} -Port {Port} ");
        return others.Length == 0
            ? place : place + "-BroadcastAddress " + string.Join(", ", others.Select(each => "'" + EndPoint(each) + "'")) + " ";
    }

    /// <summary>A runspace that ends with the test.</summary>
    internal PsSession Session() => Keep(new PsSession());

    /// <summary>A listener in that runspace.</summary>
    internal IpMsgListener Listen(PsSession session, int host, string more = "", params int[] others) =>
        session.One<IpMsgListener>("Start-IpMsgListener -PassThru" + At(host, others) + more);

    /// <summary>Somebody else's client.</summary>
    internal ScriptedPeer Peer(int host, string nick = "peer") => Keep(new ScriptedPeer(EndPoint(host), nick));

    /// <summary>A client that the listener knows as a member.</summary>
    internal ScriptedPeer Member(IpMsgListener listener, int host, string nick, Action<ScriptedPeer>? shape = null)
    {
        var peer = Peer(host, nick);
        shape?.Invoke(peer);
        peer.Enter(listener.Node.LocalEndPoint);
        Eventually.True(() => listener.Node.Members.Find(peer.EndPoint) is not null, nick + " is known");
        return peer;
    }

    internal T Keep<T>(T part)
        where T : IDisposable
    {
        _parts.Push(part);
        return part;
    }

    public void Dispose()
    {
        while (_parts.TryPop(out var part))
            part.Dispose();
    }
}
