using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests.Transport;

/// <summary>A real process without handles.</summary>
public sealed class OutOfHandlesTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Datagrams_are_answered_while_connections_wait_and_those_are_accepted_when_there_are_handles_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit that a process could reach.");
        using var child = new ChildProcess("handles");
        await Says(child, "Log problem");
        await Says(child, "Log over");
        var place = new IPEndPoint(IPAddress.Loopback, int.Parse(child.Output.ReadLine()!, CultureInfo.InvariantCulture));
        // A thread that waits for work: .NET ends a process whose pool can start none.
        using (var early = await Connect(place))
            Assert.Equal(1, await early.ReceiveAsync(new byte[1]).WaitAsync(s_patience));
        await child.Input.WriteLineAsync();
        await Says(child, "exhausted");
        // An accept that waits already has its handle.
        using (var first = await Connect(place))
            Assert.Equal(1, await first.ReceiveAsync(new byte[1]).WaitAsync(s_patience));
        await Says(child, "Tcp problem");
        using var second = await Connect(place);
        Assert.Equal(1, await Echo(place));
        await child.Input.WriteLineAsync();
        Assert.Equal(1, await second.ReceiveAsync(new byte[1]).WaitAsync(s_patience));
        await Says(child, "Tcp over");
        Assert.Equal(1, await Echo(place));
        await child.Input.WriteLineAsync();
        Assert.Equal(0, child.WaitForExit());
        Assert.Equal("", await child.Output.ReadToEndAsync());
    }

    private static async Task<Socket> Connect(IPEndPoint place)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(place).WaitAsync(s_patience);
        return socket;
    }

    private static async Task Says(ChildProcess child, string line) =>
        Assert.Equal(line, await child.Output.ReadLineAsync().WaitAsync(s_patience));

    private static async Task<int> Echo(IPEndPoint place)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(place);
        await socket.SendAsync("x"u8.ToArray());
        return await socket.ReceiveAsync(new byte[10]).WaitAsync(s_patience);
    }
}
