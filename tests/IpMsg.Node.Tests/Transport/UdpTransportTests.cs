using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Node.Networks;
using IpMsg.Node.Transport;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

// A test binds a port again that it has closed. Beside others their sockets may get that port.
[Collection("Alone")]
public sealed class UdpTransportTests
{
    private static UdpTransport New(int port = 0, IPAddress? address = null, IPAddress[]? listenOn = null, bool withIPv6 = false) =>
        new(address, port, listenOn ?? [], withIPv6);

    [Fact]
    public void A_datagram_arrives_with_the_listening_port_as_its_source()
    {
        using UdpTransport a = New(), b = New();
        var received = b.Listen();
        Assert.Equal(SocketError.Success, a.SendText("hello", b.OnLoopback()));
        var (text, from) = received.Next();
        Assert.Equal("hello", text);
        Assert.Equal(a.OnLoopback(), from);
    }

    [Fact]
    public void Datagrams_that_arrive_before_the_transport_is_opened_are_not_lost()
    {
        using UdpTransport a = New(), b = New();
        a.SendText("early", b.OnLoopback());
        Assert.Equal("early", b.Listen().Next().Text);
    }

    [Fact]
    public void An_empty_datagram_and_the_largest_one_arrive_whole()
    {
        using UdpTransport a = New(), b = New();
        var received = b.Listen();
        string large = new('x', 65_507);
        a.SendText("", b.OnLoopback());
        a.SendText(large, b.OnLoopback());
        Assert.Equal("", received.Next().Text);
        Assert.Equal(large, received.Next().Text);
    }

    [Fact]
    public void A_burst_of_a_thousand_datagrams_stays_in_order()
    {
        using UdpTransport a = New(), b = New();
        var received = b.Listen();
        for (int i = 0; i < 1_000; i++)
            a.SendText("1:" + i + ":user:host:32:text", b.OnLoopback());
        for (int i = 0; i < 1_000; i++)
            Assert.Equal("1:" + i + ":user:host:32:text", received.Next().Text);
    }

    [Fact]
    public void A_taken_port_is_reported_as_such()
    {
        using var first = New();
        var refused = Assert.Throws<SocketException>(() => New(first.LocalEndPoint.Port));
        Assert.Equal(SocketError.AddressAlreadyInUse, refused.SocketErrorCode);
    }

    [Fact]
    public void A_port_taken_on_every_address_cannot_be_had_on_one()
    {
        using var first = New();
        var refused = Assert.Throws<SocketException>(() => New(first.LocalEndPoint.Port, IPAddress.Loopback));
        // Windows denies access to an address of a port that belongs to all addresses.
        Assert.True(OperatingSystem.IsWindows() ? ExclusiveBind.IsTaken(refused)
            : refused.SocketErrorCode == SocketError.AddressAlreadyInUse);
    }

    [Fact]
    public void A_send_says_what_became_of_it_and_never_throws()
    {
        var transport = New();
        var nowhere = new IPEndPoint(IPAddress.Loopback, 9);
        Assert.Equal(SocketError.MessageSize, transport.Send(new byte[65_508], 65_508, nowhere));
        Assert.Equal(SocketError.AddressFamilyNotSupported, transport.SendText("x", new IPEndPoint(IPAddress.IPv6Loopback, 9)));
        transport.Dispose();
        Assert.Equal(SocketError.OperationAborted, transport.SendText("x", nowhere));
    }

    [Fact]
    public void A_transport_survives_peers_that_are_not_there()
    {
        using UdpTransport a = New(), b = New();
        var received = b.Listen();
        UdpTransport gone = New();
        var nobody = gone.OnLoopback();
        gone.Dispose();
        for (int i = 0; i < 20; i++)
            b.SendText("anyone?", nobody);
        a.SendText("here", b.OnLoopback());
        Assert.Equal("here", received.Next().Text);
        Assert.Empty(received.Faults);
    }

    [Fact]
    public void Disposing_ends_a_blocked_receive_quietly_and_frees_the_port_at_once()
    {
        for (int i = 0; i < 20; i++)
        {
            var transport = New(withIPv6: true);
            var received = transport.Listen();
            transport.SendText("x", transport.OnLoopback());
            received.Next();
            int port = transport.LocalEndPoint.Port;
            var watch = Stopwatch.StartNew();
            transport.Dispose();
            Assert.InRange(watch.ElapsedMilliseconds, 0, 100);
            using var next = New(port, withIPv6: true);
            Assert.Empty(received.Faults);
        }
    }

    [Fact]
    public async Task A_handler_may_dispose_its_own_transport()
    {
        var transport = New();
        var done = new TaskCompletionSource();
        transport.Open((_, _) => { transport.Dispose(); done.SetResult(); }, reason => done.TrySetException(reason));
        transport.SendText("x", transport.OnLoopback());
        await done.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_handler_that_fails_is_told_once()
    {
        using UdpTransport a = New(), b = New(listenOn: []);
        var received = new ReceivedDatagrams();
        b.Open((_, _) => throw new InvalidOperationException("bug"), received.Faults.Add);
        a.SendText("1", b.OnLoopback());
        a.SendText("2", b.OnLoopback());
        Assert.Equal("bug", received.NextFault().Message);
        b.Dispose();
        Assert.Empty(received.Faults);
    }

    [Fact]
    public void Opening_twice_is_an_error()
    {
        using var transport = New();
        transport.Listen();
        Assert.Throws<InvalidOperationException>(() => transport.Listen());
    }

    [Fact]
    public async Task Any_number_of_threads_may_send()
    {
        using UdpTransport a = New(), b = New();
        var received = b.Listen();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
                Assert.Equal(SocketError.Success, a.SendText(t + "-" + i, b.OnLoopback()));
        })));
        var texts = Enumerable.Range(0, 200).Select(_ => received.Next().Text).ToHashSet();
        Assert.Equal(200, texts.Count);
    }

    [Fact]
    public void A_transport_on_one_address_receives_the_broadcasts_of_its_network()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "the loopback broadcast address is a Linux thing");
        var broadcast = IPAddress.Parse("127.255.255.255");
        using var first = New(0, IPAddress.Parse("127.0.0.2"), [broadcast]);
        using var second = New(first.LocalEndPoint.Port, IPAddress.Parse("127.0.0.3"), [broadcast]);
        ReceivedDatagrams one = first.Listen(), two = second.Listen();
        using var caller = New();
        caller.SendText("everyone", new IPEndPoint(broadcast, first.LocalEndPoint.Port));
        Assert.Equal("everyone", one.Next().Text);
        Assert.Equal("everyone", two.Next().Text);
        caller.SendText("you", first.LocalEndPoint);
        caller.SendText("and you", second.LocalEndPoint);
        Assert.Equal("you", one.Next().Text);
        Assert.Equal("and you", two.Next().Text);
        Assert.Equal(0, one.Waiting + two.Waiting);
    }

    [Fact]
    public void IPv6_uses_the_same_port_both_ways()
    {
        using UdpTransport a = New(withIPv6: true), b = New(withIPv6: true);
        Assert.SkipUnless(a.HasIPv6, "no IPv6 here");
        var received = b.Listen();
        Assert.Equal(SocketError.Success, a.SendText("six", new IPEndPoint(IPAddress.IPv6Loopback, b.LocalEndPoint.Port)));
        a.SendText("four", b.OnLoopback());
        var both = new[] { received.Next(), received.Next() };
        Assert.Equal(["four", "six"], both.Select(x => x.Text).Order());
        Assert.All(both, x => Assert.Equal(a.LocalEndPoint.Port, x.From.Port));
    }

    [Fact]
    public void The_multicast_groups_reach_a_transport_with_IPv6()
    {
        using UdpTransport a = New(withIPv6: true), b = New(withIPv6: true);
        var interfaces = LocalNetworks.MulticastInterfaces(NetworkAdapters.Read());
        Assert.SkipWhen(!a.HasIPv6 || interfaces.Count == 0, "no IPv6 network here");
        var received = b.Listen();
        int sent = 0;
        foreach (var target in BroadcastTargets.Compute(IPAddress.IPv6Any, [], interfaces, [], b.LocalEndPoint.Port))
            sent += a.SendText(target.Address.ToString(), target) == SocketError.Success ? 1 : 0;
        Assert.SkipWhen(sent == 0, "no route for multicast here");
        for (int i = 0; i < sent; i++)
            Assert.StartsWith("ff", received.Next().Text, StringComparison.Ordinal);
    }
}
