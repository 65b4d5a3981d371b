using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using Xunit;

namespace IpMsg.PowerShell.Tests.Events;

/// <summary>Subscribers of the listener's events: their number, their failures and their end.</summary>
public sealed class EventSubscriptionTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ConcurrentQueue<string> _told = [];

    public EventSubscriptionTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1, "-Encryption Off");
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void Nothing_runs_while_nobody_is_subscribed()
    {
        Assert.False(_listener.Node.HasSubscribers);
        EventHandler<IpMsgMessageEventArgs> one = (_, _) => _told.Enqueue("one"), two = (_, _) => _told.Enqueue("two");
        _listener.MessageReceived += one;
        _listener.MessageReceived += two;
        _listener.MessageReceived -= one;
        Assert.True(_listener.Node.HasSubscribers);
        var peer = _lan.Member(_listener, 2, "suzuki");
        peer.Message(_listener.Node.LocalEndPoint, "hi");
        Await("two");
        _listener.MessageReceived -= two;
        Eventually.True(() => !_listener.Node.HasSubscribers, "the watch is closed");
        peer.Message(_listener.Node.LocalEndPoint, "again");
        Eventually.True(() => _listener.UnreadCount == 2, "the second one is there");
        AwaitRaisedEvents();
        _listener.MessageReceived += one;
        peer.Message(_listener.Node.LocalEndPoint, "and again");
        Await("one");
        Assert.Equal(["two", "one"], _told);
    }

    // Events are raised in their order outside the gate, so the end of a later request shows that all before it have been raised.
    private void AwaitRaisedEvents()
    {
        using var subscription = _listener.Node.Subscribe<InfoRequestEnded>();
        var request = new InfoRequest(_lan.EndPoint(9), InfoKind.Version, subscription);
        _listener.Node.Members.Ask(request);
        _listener.Node.Members.Cancel(request);
        Assert.True(subscription.TryTake(out _, TimeSpan.FromSeconds(30), CancellationToken.None));
    }

    [Theory]
    [InlineData("$ExecutionContext.Events.UnsubscribeEvent($subscriber)")]
    [InlineData("Stop-IpMsgListener -WarningAction SilentlyContinue; $ExecutionContext.Events.UnsubscribeEvent($subscriber)")]
    [InlineData("Remove-Module IpMsg -WarningAction SilentlyContinue; $ExecutionContext.Events.UnsubscribeEvent($subscriber)")]
    public void What_Register_ObjectEvent_does_is_undone_by_Unregister_Event(string end)
    {
        _session.Run(
            "$subscriber = $ExecutionContext.Events.SubscribeEvent($args[0], 'MessageReceived', 'ipmsg', $null, [scriptblock] $null, "
                + "$false, $false)", _listener);
        Assert.True(_listener.Node.HasSubscribers);
        _lan.Member(_listener, 2, "suzuki").Message(_listener.Node.LocalEndPoint, "hi");
        Eventually.True(() => _session.Run("$ExecutionContext.Events.ReceivedEvents").Count == 1, "the engine has the event");
        Assert.Equal("suzuki: hi",
            Assert.Single(_session.Run("\"$($ExecutionContext.Events.ReceivedEvents[0].SourceEventArgs)\"")).BaseObject);
        _session.Run(end);
        Eventually.True(() => !_listener.Node.HasSubscribers, "the watch is closed");
    }

    [Fact]
    public void A_slow_subscriber_holds_up_nobody()
    {
        var peer = _lan.Member(_listener, 2, "suzuki");
        using var goOn = new ManualResetEventSlim();
        _listener.MessageReceived += (_, _) => goOn.Wait(Eventually.MaxWait);
        _listener.MessageReceived += (_, e) => _told.Enqueue(e.Message.Text!);
        for (int i = 0; i < 50; i++)
        {
            peer.Message(_listener.Node.LocalEndPoint, "text " + i);
            Eventually.True(() => _listener.UnreadCount == i + 1, "message " + i + " is received");
        }
        Assert.Equal(50, _session.All<IpMsgMessage>("Receive-IpMsg").Length);
        Assert.Empty(_told);
        goOn.Set();
        Await("text 49");
    }

    [Fact]
    public void A_subscriber_that_throws_spoils_nothing()
    {
        _listener.MessageReceived += (_, _) => throw new InvalidOperationException("no runspace here");
        _listener.MessageReceived += (_, e) => _told.Enqueue(e.Message.Text!);
        _lan.Member(_listener, 2, "suzuki").Message(_listener.Node.LocalEndPoint, "hi");
        Await("hi");
        Assert.Equal("no runspace here", _listener.EventFailure);
    }

    [Theory]
    [InlineData("Stop-IpMsgListener")]
    [InlineData("Remove-Module IpMsg")]
    public void Events_end_with_the_listener_and_what_came_before_is_still_told(string end)
    {
        _listener.MessageReceived += (_, e) => _told.Enqueue(e.Message.Text!);
        _listener.DeliveryChanged += (_, _) => { };
        _lan.Member(_listener, 2, "suzuki").Message(_listener.Node.LocalEndPoint, "last words");
        Eventually.True(() => _listener.UnreadCount == 1, "it is received");
        _session.Run(end + " -WarningAction SilentlyContinue");
        Await("last words");
        Eventually.True(() => !_listener.Node.HasSubscribers, "the watches are closed");
        _listener.MemberChanged += (_, _) => { };
        Eventually.True(() => !_listener.Node.HasSubscribers, "later ones as well");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Subscribers_are_collected_once_they_have_gone_and_once_the_listener_has_ended(bool unsubscribes)
    {
        var gone = Subscribe(unsubscribes);
        Eventually.True(() => IsCollected(gone), "the subscriber is collected");
    }

    [Fact]
    public void A_dropped_runspace_with_subscribers_gives_its_port_back()
    {
        var node = Drop();
        Eventually.True(() => IsCollected(node.Subscriber) && !node.Node.HasSubscribers && node.Node.State == NodeState.Stopped,
            "the listener ends");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Subscribe(bool unsubscribes)
    {
        using var other = new PsSession();
        var listener = unsubscribes ? _listener : _lan.Listen(other, 5);
        var subscriber = new ConcurrentQueue<string>();
        EventHandler<IpMsgMemberEventArgs> handler = (_, e) => subscriber.Enqueue(e.ToString());
        listener.MemberChanged += handler;
        _lan.Member(listener, 6, "suzuki");
        Eventually.True(() => !subscriber.IsEmpty, "it is told");
        if (unsubscribes)
            listener.MemberChanged -= handler;
        else
            other.Run("Stop-IpMsgListener");
        return new WeakReference(subscriber);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (MemberNode Node, WeakReference Subscriber) Drop()
    {
        var session = new PsSession();
        var listener = _lan.Listen(session, 7);
        listener.MessageReceived += (_, _) => session.Host.TakeText();
        return (listener.Node, new WeakReference(session));
    }

    private static bool IsCollected(WeakReference gone)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return !gone.IsAlive;
    }

    private void Await(string told) =>
        Eventually.True(() => _told.Contains(told), "'" + told + "' is told and not only " + string.Join(", ", _told));
}
