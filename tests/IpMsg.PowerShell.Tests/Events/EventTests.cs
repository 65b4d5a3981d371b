using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using IpMsg.PowerShell.Tests.Attachments;
using IpMsg.PowerShell.Tests.Engine;
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
            peer.Message(_listener.Node.LocalEndPoint, "text " + i);
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
        peer.Message(_listener.Node.LocalEndPoint, "secret", Wire.Sealed | Wire.SendCheck);
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
        peer.Enter(_listener.Node.LocalEndPoint);
        peer.Group = "Ops";
        peer.Enter(_listener.Node.LocalEndPoint);
        Await("suzuki: Changed");
        peer.Send(_listener.Node.LocalEndPoint, Wire.Exit, "suzuki\0");
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
        peer.Send(_listener.Node.LocalEndPoint, Wire.ReadMessage, sealedOne.PacketNumber + "\0");
        Await("suzuki: Opened " + sealedOne.PacketNumber);
        peer.Confirms = false;
        var late = _session.One<IpMsgDelivery>("Send-IpMsg suzuki hi -TimeoutSec 0.05 -ErrorAction Ignore");
        Await("suzuki: Unconfirmed " + late.PacketNumber);
        peer.Send(_listener.Node.LocalEndPoint, Wire.ReceiveMessage, late.PacketNumber + "\0");
        Await("suzuki: Confirmed " + late.PacketNumber);
        var other = _session.One<IpMsgDelivery>("Send-IpMsg suzuki secret -Sealed -NoWait");
        peer.Send(_listener.Node.LocalEndPoint, Wire.DeleteMessage, other.PacketNumber + "\0");
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

    private void Await(string told) =>
        Eventually.True(() => _told.Contains(told), "'" + told + "' is told and not only " + string.Join(", ", _told));
}
