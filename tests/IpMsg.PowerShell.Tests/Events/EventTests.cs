using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Tests.Attachments;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Offers;
using Xunit;

namespace IpMsg.PowerShell.Tests.Events;

/// <summary>The listener's events, subscribed to from C#: the bare engine has no Register-ObjectEvent.</summary>
public sealed class EventTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ConcurrentQueue<string> _told = [];

    public EventTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1, "-Encryption Off");
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void Messages_are_told_in_order_off_the_pipeline_thread_and_stay_in_the_inbox()
    {
        var peer = _lan.Member(_listener, 2, "suzuki");
        var threads = new ConcurrentBag<(string?, bool)>();
        _listener.MessageReceived += (sender, e) =>
        {
            Assert.Same(_listener, sender);
            threads.Add((Thread.CurrentThread.Name, Thread.CurrentThread.IsThreadPoolThread));
            _told.Enqueue(e.ToString());
        };
        for (int i = 0; i < 20; i++)
        {
            peer.Message(_listener.EndPoint, "text " + i);
            Eventually.True(() => _told.Count == i + 1, "message " + i + " is told");
        }
        Assert.Equal(Enumerable.Range(0, 20).Select(each => "suzuki: text " + each), _told);
        Assert.Equal(("IpMsg events, IpMsgMessageEventArgs", false), Assert.Single(threads.Distinct()));
        Assert.Equal(20, _session.All<IpMsgMessage>("Receive-IpMsg").Length);
    }

    [Fact]
    public void A_message_that_was_told_can_be_opened_and_is_then_received_opened()
    {
        var peer = _lan.Member(_listener, 2, "suzuki");
        IpMsgMessage? told = null;
        _listener.MessageReceived += (_, e) => told = e.Message;
        peer.Message(_listener.EndPoint, "secret", Wire.Sealed | Wire.SendCheck);
        Eventually.True(() => told is not null, "it is told");
        Assert.Null(told!.Text);
        _session.Run("$args[0] | Open-IpMsg", told);
        Assert.Equal("secret", _session.One<IpMsgMessage>("Receive-IpMsg").Text);
        peer.Await(Wire.ReadMessage);
    }

    [Fact]
    public void Members_are_told_when_they_join_change_and_leave_and_not_when_they_repeat_themselves()
    {
        _lan.Member(_listener, 2, "old hand");
        _listener.MemberChanged += (_, e) => _told.Enqueue(e.ToString());
        var peer = _lan.Member(_listener, 3, "suzuki");
        Await("suzuki: Joined");
        peer.Enter(_listener.EndPoint);
        peer.Group = "Ops";
        peer.Enter(_listener.EndPoint);
        Await("suzuki: Changed");
        peer.Send(_listener.EndPoint, Wire.Exit, "suzuki\0");
        Await("suzuki: Left");
        Assert.Equal(["suzuki: Joined", "suzuki: Changed", "suzuki: Left"], _told);
    }

    [Fact]
    public void DeliveryChanged_reports_every_change_of_all_deliveries()
    {
        var peer = _lan.Member(_listener, 2, "suzuki");
        _listener.DeliveryChanged += (_, e) => _told.Enqueue(e + " " + e.Delivery.PacketNumber);
        var sealedOne = _session.One<IpMsgDelivery>("Send-IpMsg suzuki secret -Sealed");
        Await("suzuki: Confirmed " + sealedOne.PacketNumber);
        peer.Send(_listener.EndPoint, Wire.ReadMessage, sealedOne.PacketNumber + "\0");
        Await("suzuki: Opened " + sealedOne.PacketNumber);
        peer.Confirms = false;
        var late = _session.One<IpMsgDelivery>("Send-IpMsg suzuki hi -TimeoutSec 0.05 -ErrorAction Ignore");
        Await("suzuki: Unconfirmed " + late.PacketNumber);
        peer.Send(_listener.EndPoint, Wire.ReceiveMessage, late.PacketNumber + "\0");
        Await("suzuki: Confirmed " + late.PacketNumber);
        var other = _session.One<IpMsgDelivery>("Send-IpMsg suzuki secret -Sealed -NoWait");
        peer.Send(_listener.EndPoint, Wire.DeleteMessage, other.PacketNumber + "\0");
        Await("suzuki: Discarded " + other.PacketNumber);
    }

    [Fact]
    public void Downloads_are_told()
    {
        using var fixture = new TransferFixture();
        fixture.Make("a.bin", 50_000);
        var states = new ConcurrentQueue<(string, OfferState)>();
        fixture.SatoListens.OfferChanged += (_, e) => states.Enqueue((e.Offer.Name, e.State));
        fixture.Send("Send-IpMsg suzuki hi -Attachment a.bin");
        fixture.Suzuki.Run("$message | Save-IpMsgAttachment");
        Eventually.True(() => states.Contains(("a.bin", OfferState.Taken)), "the download is told");
        fixture.Sato.Run("Get-IpMsgOffer | Remove-IpMsgOffer");
        Eventually.True(() => states.Contains(("a.bin", OfferState.Withdrawn)), "the end is told");
    }

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
        peer.Message(_listener.EndPoint, "hi");
        Await("two");
        _listener.MessageReceived -= two;
        Eventually.True(() => !_listener.Node.HasSubscribers, "the watch is closed");
        peer.Message(_listener.EndPoint, "again");
        Eventually.True(() => _listener.UnreadCount == 2, "the second one is there");
        AwaitRaisedEvents();
        _listener.MessageReceived += one;
        peer.Message(_listener.EndPoint, "and again");
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
        _lan.Member(_listener, 2, "suzuki").Message(_listener.EndPoint, "hi");
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
            peer.Message(_listener.EndPoint, "text " + i);
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
        _lan.Member(_listener, 2, "suzuki").Message(_listener.EndPoint, "hi");
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
        _lan.Member(_listener, 2, "suzuki").Message(_listener.EndPoint, "last words");
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
