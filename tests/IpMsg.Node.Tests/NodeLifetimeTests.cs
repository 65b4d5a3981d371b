using System;
using System.Net;
using System.Threading;
using IpMsg.Node.Tests.Support;
using Xunit;

namespace IpMsg.Node.Tests;

public sealed class NodeLifetimeTests : IDisposable
{
    private static readonly IPEndPoint s_peer = new(IPAddress.Parse("10.0.0.3"), 2425);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTransport _transport = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_start_that_fails_frees_the_port()
    {
        _transport.OnOpen = () => throw new InvalidOperationException("no");
        Assert.Throws<InvalidOperationException>(() => Nodes.Start(_folder, _transport));
        Assert.True(_transport.IsDisposed);
    }

    [Fact]
    public void Once_a_second_Stop_returns_the_port_is_free_as_well()
    {
        var node = Nodes.Start(_folder, _transport);
        var first = InBackground(node.Stop);
        SpinWait.SpinUntil(() => node.State != NodeState.Running);
        node.Stop();
        Assert.True(_transport.IsDisposed);
        Assert.Equal(NodeState.Stopped, node.State);
        first.Join();
    }

    [Fact]
    public void A_failure_on_the_timer_is_told_and_does_not_end_the_process()
    {
        var node = Nodes.Start(_folder, _transport);
        using var subscription = node.Inbox.Subscribe();
        node.Members.Announce();
        _transport.OnSend = (_, _, _) => throw new InvalidOperationException("broken");
        Assert.Throws<IpMsgException>(() => subscription.TryTake(out _, TimeSpan.FromSeconds(20), CancellationToken.None));
        Assert.Equal(NodeState.Failed, node.State);
        node.Stop();
        Assert.True(_transport.IsDisposed);
    }

    [Fact]
    public void What_cannot_be_answered_is_not_heard_rather_than_filling_the_memory()
    {
        using ManualResetEventSlim sends = new(), gate = new();
        var node = Nodes.Start(_folder, _transport);
        _transport.OnSend = (_, _, _) =>
        {
            sends.Set();
            gate.Wait();
        };
        // A send that hangs holds this thread, and the receive threads go on.
        var held = InBackground(() => node.Members.Introduce(s_peer));
        Assert.True(sends.Wait(TimeSpan.FromSeconds(20)));
        for (int i = 0; i < 100_000; i++)
            _transport.Receive("1:" + i + ":bob:BOB-PC:64:");
        int waiting = node.PendingOutputs;
        gate.Set();
        held.Join();
        node.Stop();
        Assert.InRange(waiting, 1, 20_000);
    }

    private static Thread InBackground(Action work)
    {
        var thread = new Thread(() => work()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
