using System;
using System.Diagnostics;
using System.Net;
using System.Threading;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>How long a call of the node takes while datagrams arrive.</summary>
[Collection("Alone")]
public sealed class CallLatencyTests : IDisposable
{
    private static readonly IPEndPoint s_peer = new(IPAddress.Parse("10.0.0.3"), 2425);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTransport _transport = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_thread_that_calls_the_node_is_not_kept_by_the_work_of_others()
    {
        var node = Nodes.Start(_folder, _transport);
        _transport.OnSend = (_, _, _) => Thread.SpinWait(500);
        bool isOver = false;
        var flood = new Thread(() =>
        {
            for (int i = 0; !Volatile.Read(ref isOver); i++)
                _transport.Receive("1:" + i + ":bob:BOB-PC:64:");
        })
        { IsBackground = true };
        flood.Start();
        var longest = TimeSpan.Zero;
        for (int i = 0; i < 200; i++)
        {
            var watch = Stopwatch.StartNew();
            node.Members.Introduce(s_peer);
            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
            Thread.Sleep(5);
        }
        Volatile.Write(ref isOver, true);
        flood.Join();
        node.Stop();
        Assert.True(longest < TimeSpan.FromMilliseconds(500), longest.ToString());
    }
}
