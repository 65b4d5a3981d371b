using System;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Tests.Support;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members.Receiving;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>Several datagrams in one turn at the gate.</summary>
public sealed class DatagramBatchTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTransport _transport = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_batch_brings_before_the_limit_of_the_outputs_is_taken_and_confirmed()
    {
        using var node = Nodes.Start(_folder, _transport);
        var taken = Task.Run(
            () => node.Inbox.Receive(new InboxReader(null), s_patience, CancellationToken.None, out var message) ? message.Text : null,
            TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => node.HasSubscribers, s_patience));
        // More than the outputs hold. One of them alone would end the batch before the reader is woken.
        _transport.Receive([.. Enumerable.Range(0, 20_000).Select(Message)]);
        Assert.Equal("text 0", await taken.WaitAsync(s_patience, TestContext.Current.CancellationToken));
        Assert.True(SpinWait.SpinUntil(() => _transport.Sent >= 16_384, s_patience), _transport.Sent + " datagrams were sent");
    }

    // Strangers are asked who they are, so the outputs are full before the share of any sender.
    private static Datagram Message(int i)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("1:" + (i + 1) + ":bob:BOB-PC:288:text " + i + "\0");
        return new Datagram { Buffer = bytes, Length = bytes.Length, From = new IPEndPoint(0x0200000A + (long)(i % 8 << 24), 2425) };
    }
}
