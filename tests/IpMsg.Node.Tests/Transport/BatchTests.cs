using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

/// <summary>Many datagrams with one system call. Other systems than Linux receive and send singly.</summary>
public sealed class BatchTests
{
    private static bool IsBatched => LinuxDatagrams.AreAvailable;

    [Fact]
    public void The_calls_are_available_on_linux_with_64_bits() =>
        Assert.Equal(OperatingSystem.IsLinux() && Environment.Is64BitProcess && BitConverter.IsLittleEndian, IsBatched);

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    public void Waiting_datagrams_come_in_order_with_their_bytes_and_senders(string address, string to)
    {
        using var receiver = new BoundSocket(new IPEndPoint(IPAddress.Parse(address), 0), UdpSockets.Bind);
        using Socket first = Sender(receiver), second = Sender(receiver);
        string[] texts = [.. Enumerable.Range(0, 40).Select(i =>
            new string((char)('a' + i % 26), i switch { 0 => 9, 5 => 0, 7 => 60_000, _ => i }))];
        var target = new IPEndPoint(IPAddress.Parse(to), receiver.EndPoint.Port);
        for (int i = 0; i < texts.Length; i++)
            (i % 3 == 0 ? first : second).SendTo(Encoding.ASCII.GetBytes(texts[i]), target);

        var batch = new BatchReceiver();
        var received = new List<(string, IPEndPoint)>();
        var datagrams = new Datagram[BatchReceiver.MaxCount];
        List<int> counts = [];
        while (batch.Receive(receiver, datagrams) is > 0 and var count)
        {
            counts.Add(count);
            foreach (var each in datagrams.AsSpan(0, count))
                received.Add((Encoding.ASCII.GetString(each.Buffer, each.Offset, each.Length), each.From));
        }

        Assert.Equal(IsBatched ? [32, 8] : [], counts);
        Assert.Equal(
            IsBatched ? texts.Select((each, i) => (each, (IPEndPoint)(i % 3 == 0 ? first : second).LocalEndPoint!)) : [], received);
    }

    [Fact]
    public void Transmits_leave_in_order_and_what_cannot_be_sent_together_is_left_to_the_caller()
    {
        using UdpTransport sender = New(), receiver = New();
        var heard = receiver.Listen();
        Transmit[] transmits =
        [
            .. Enumerable.Range(0, 100).Select(i => To(receiver.OnLoopback(), i.ToString("d4", null))),
            To(new IPEndPoint(IPAddress.IPv6Loopback, 1), "another family"),
        ];
        List<int> counts = [];
        int sent = 0;
        while (sender.Send(transmits.AsSpan(sent)) is > 0 and var count)
        {
            counts.Add(count);
            sent += count;
        }
        Assert.Equal(IsBatched ? [64, 36] : [], counts);
        for (int i = 0; i < sent; i++)
            Assert.Equal(i.ToString("d4", null), heard.Next().Text);
    }

    [Fact]
    public void A_datagram_that_the_system_refuses_ends_a_batch_and_its_error_comes_from_the_single_send()
    {
        using UdpTransport sender = New(), receiver = New();
        var heard = receiver.Listen();
        // The system does not send to port zero.
        var refused = new IPEndPoint(IPAddress.Loopback, 0);
        Transmit[] transmits = [To(receiver.OnLoopback(), "1"), To(refused, "2"), To(receiver.OnLoopback(), "3")];
        if (IsBatched)
        {
            Assert.Equal(1, sender.Send(transmits));
            Assert.Equal("1", heard.Next().Text);
        }
        Assert.Equal(0, sender.Send(transmits.AsSpan(1)));
        Assert.NotEqual(SocketError.Success, sender.Send(transmits[1].Buffer, transmits[1].Length, refused));
        Assert.Equal(0, sender.Send(transmits.AsSpan(2)));
    }

    [Fact]
    public void Large_datagrams_leave_singly()
    {
        using UdpTransport sender = New(), receiver = New();
        var heard = receiver.Listen();
        string text = new('x', 40_000);
        Transmit[] transmits = [To(receiver.OnLoopback(), text), To(receiver.OnLoopback(), text)];
        Assert.Equal(IsBatched ? 1 : 0, sender.Send(transmits));
        if (IsBatched)
            Assert.Equal(text, heard.Next().Text);
    }

    [Fact]
    public async Task A_closed_socket_is_not_used_any_more()
    {
        var socket = new BoundSocket(new IPEndPoint(IPAddress.Loopback, 0), UdpSockets.Bind);
        Assert.True(socket.TryUse(out _));
        var closing = Task.Run(socket.Dispose, TestContext.Current.CancellationToken);
        // A call that has begun keeps the handle; later ones do not get it.
        Assert.True(SpinWait.SpinUntil(() => !TryUse(socket), TimeSpan.FromSeconds(30)));
        Assert.False(closing.IsCompleted);
        socket.EndUse();
        await closing.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(0, new BatchReceiver().Receive(socket, new Datagram[2]));
    }

    [Fact]
    public void A_replaced_socket_is_used_again()
    {
        using var socket = new BoundSocket(new IPEndPoint(IPAddress.Loopback, 0), UdpSockets.Bind);
        socket.Reopen();
        Assert.True(TryUse(socket));
    }

    [Theory]
    [InlineData("192.168.1.20", 2425)]
    [InlineData("255.255.255.255", 65_535)]
    [InlineData("fe80::1%3", 2425)]
    [InlineData("2001:db8::8:800:200c:417a", 1)]
    public void An_endpoint_survives_its_form_for_the_system(string address, int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        var name = SocketName.Of(endPoint);
        Assert.Equal(endPoint, name.ToEndPoint());
        Assert.True(name.IsSame(SocketName.Of(endPoint)));
        Assert.False(name.IsSame(SocketName.Of(new IPEndPoint(endPoint.Address, port - 1))));
        Assert.False(name.IsSame(SocketName.Of(new IPEndPoint(IPAddress.Parse("10.9.8.7"), port))));
        Assert.False(name.IsSame(SocketName.Of(new IPEndPoint(IPAddress.Parse("fe80::1%4"), port))));
    }

    private static bool TryUse(BoundSocket socket)
    {
        if (!socket.TryUse(out _))
            return false;
        socket.EndUse();
        return true;
    }

    private static UdpTransport New() => new(IPAddress.Loopback, 0, [], withIPv6: false);

    private static Transmit To(IPEndPoint to, string text) => new(to, Encoding.ASCII.GetBytes(text), text.Length, isPooled: false);

    private static Socket Sender(BoundSocket receiver)
    {
        var socket = new Socket(receiver.EndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(receiver.EndPoint.Address, 0));
        return socket;
    }
}
