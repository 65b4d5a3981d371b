using System;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Sending;

/// <summary>How Send-IpMsg waits, and what it says of messages that nobody confirmed.</summary>
public sealed class SendWaitTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;

    public SendWaitTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void Many_silent_recipients_are_waited_for_together()
    {
        _session.Run("$addresses = $args[0]", (object)Enumerable.Range(2, 30).Select(_lan.Address).ToArray());
        var result = _session.Try("Send-IpMsg $addresses hi -TimeoutSec 0.2");
        Assert.Equal(30, result.Output.Count);
        Assert.Equal(30, result.Errors.Count);
        Assert.All(result.Output, each => Assert.Equal(nameof(DeliveryStatus.Unconfirmed), ((IpMsgDelivery)each.BaseObject).Status));
    }

    [Fact]
    public void Many_recipients_get_the_message_before_the_first_of_them_confirms()
    {
        var peers = Enumerable.Range(2, 30).Select(host => _lan.Peer(host)).ToList();
        peers.ForEach(each => each.Confirms = false);
        _session.Run("$addresses = $args[0]", (object)Enumerable.Range(2, 30).Select(_lan.Address).ToArray());
        using var sending = _session.Begin("Send-IpMsg $addresses hi -TimeoutSec 600");
        peers.ForEach(each => each.Await(Wire.SendMessage));
        Assert.Equal((true, 0), (sending.IsRunning, sending.Output.Count));
        peers.ForEach(each => each.Send(
            _listener.Node.LocalEndPoint, Wire.ReceiveMessage, each.ReceivedOf(Wire.SendMessage)[0].Number + "\0"));
        Assert.Equal(30, sending.End<IpMsgDelivery>().Count(each => each.Status == nameof(DeliveryStatus.Confirmed)));
    }

    [Fact]
    public void Unconfirmed_is_an_error_that_does_not_end_the_script_and_has_the_delivery_as_its_target()
    {
        var result = _session.Try("Send-IpMsg $args[0] hi -TimeoutSec 0.2; 'still here'", _lan.Address(2));
        Assert.Null(result.Failure);
        Assert.Equal("still here", result.Output[1].BaseObject);
        var delivery = Assert.IsType<IpMsgDelivery>(result.Output[0].BaseObject);
        var error = Assert.Single(result.Errors);
        Assert.Equal("MessageUnconfirmed,IpMsg.PowerShell.Commands.SendIpMsgCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);
        Assert.Same(delivery, error.TargetObject);
        Assert.Contains(_lan.Address(2), error.ToString(), StringComparison.Ordinal);
        Assert.Equal((nameof(DeliveryStatus.Unconfirmed), null), (delivery.Status, delivery.RoundTripMs));
    }

    [Fact]
    public void Unconfirmed_ends_a_script_with_ErrorAction_Stop()
    {
        var result = _session.Try("Send-IpMsg $args[0] hi -TimeoutSec 0.2 -ErrorAction Stop; 'not here'", _lan.Address(2));
        Assert.NotNull(result.Failure);
        Assert.StartsWith("MessageUnconfirmed,", result.Failure.ErrorRecord.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Output, each => each.BaseObject is string);
    }

    [Fact]
    [Rule(44)]
    public void R44_five_transmissions_a_second_apart_with_NULs_behind_the_last_two()
    {
        var peer = _lan.Member(_listener, 2, "mute", each => each.Confirms = false);
        var delivery = (IpMsgDelivery)_session.Try("Send-IpMsg mute hi").Output[0].BaseObject;
        Assert.Equal((5, nameof(DeliveryStatus.Unconfirmed)), (delivery.Attempts, delivery.Status));
        var sent = peer.ReceivedOf(Wire.SendMessage);
        Assert.Equal(5, sent.Length);
        Assert.Equal([0, 0, 0, 64, 64], sent.Select(each => each.Bytes.Length - sent[0].Bytes.Length));
        Assert.All(sent, each => Assert.True(each.Bytes.AsSpan().StartsWith(sent[0].Bytes)));
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.True((pair.Second.At - pair.First.At).TotalSeconds > 0.8));
    }

    [Fact]
    public void A_longer_timeout_waits_for_a_confirmation_that_comes_after_the_last_transmission()
    {
        var peer = _lan.Member(_listener, 2, "slow", each => each.Confirms = false);
        var sending = _session.Begin("Send-IpMsg slow hi -TimeoutSec 60");
        var last = peer.Await(Wire.SendMessage, 5)[4];
        Eventually.True(() => ScriptedPeer.Now - last.At > TimeSpan.FromSeconds(1.3) || !sending.IsRunning, "time passes");
        peer.Send(_listener.Node.LocalEndPoint, Wire.ReceiveMessage, last.Number + "\0");
        Assert.Equal(nameof(DeliveryStatus.Confirmed), Assert.Single(sending.End<IpMsgDelivery>()).Status);
    }

    [Fact]
    public void NoWait_emits_deliveries_at_once_and_they_show_what_becomes_of_them()
    {
        var peer = _lan.Member(_listener, 2, "slow", each => each.Confirms = false);
        var delivery = _session.One<IpMsgDelivery>("Send-IpMsg slow hi -NoWait");
        Assert.Equal(nameof(DeliveryStatus.Pending), delivery.Status);
        string number = peer.Await(Wire.SendMessage)[0].Number;
        peer.Send(_listener.Node.LocalEndPoint, Wire.ReceiveMessage, number + "\0");
        Eventually.True(() => delivery.Status == nameof(DeliveryStatus.Confirmed), "the delivery shows the confirmation");
        Assert.NotNull(delivery.RoundTripMs);
    }

    [Fact]
    public void An_unconfirmed_delivery_is_sent_again_under_its_own_number()
    {
        var peer = _lan.Member(_listener, 2, "mute", each => each.Confirms = false);
        var first = (IpMsgDelivery)_session.Try("$delivery = Send-IpMsg mute hi -TimeoutSec 0.2; $delivery").Output[0].BaseObject;
        peer.Confirms = true;
        var again = _session.One<IpMsgDelivery>("$delivery | Send-IpMsg");
        Assert.Equal((first.PacketNumber, nameof(DeliveryStatus.Confirmed)), (again.PacketNumber, again.Status));
        Assert.Equal(nameof(DeliveryStatus.Confirmed), first.Status);
        Assert.Single(peer.ReceivedOf(Wire.SendMessage).Select(each => each.Number).Distinct());
    }

    [Fact]
    public void A_delivery_sent_again_heeds_NoWait_and_TimeoutSec()
    {
        _lan.Member(_listener, 2, "mute", each => each.Confirms = false);
        _session.Try("$delivery = Send-IpMsg mute hi -TimeoutSec 0.1");
        Assert.Equal(nameof(DeliveryStatus.Pending), _session.One<IpMsgDelivery>("$delivery | Send-IpMsg -NoWait -TimeoutSec 30").Status);
    }

    [Fact]
    public void A_confirmed_delivery_is_not_sent_again()
    {
        var peer = _lan.Member(_listener, 2, "suzuki");
        var result = _session.Try("Send-IpMsg suzuki hi | Send-IpMsg -Verbose");
        Assert.Empty(result.Output);
        Assert.Contains(result.Verbose, each => each.Contains("not sent again", StringComparison.Ordinal));
        Assert.Single(peer.ReceivedOf(Wire.SendMessage));
    }

    [Theory]
    [InlineData("$delivery | Send-IpMsg 'another text'")]
    [InlineData("$delivery | Send-IpMsg -Message 'another text'")]
    [InlineData("$delivery | Send-IpMsg -To mute -Message 'another text'")]
    [InlineData("$delivery | Send-IpMsg -Broadcast")]
    public void A_delivery_has_its_own_text_and_recipient(string script)
    {
        _lan.Member(_listener, 2, "mute", each => each.Confirms = false);
        _session.Try("$delivery = Send-IpMsg mute hi -TimeoutSec 0.1");
        _session.Fails("AmbiguousInput", script);
    }

    [Theory]
    [InlineData(25, 0.7)]
    [InlineData(1, 2.5)]
    public void Progress_is_shown_for_many_recipients_and_for_few_after_a_second(int recipients, double timeout)
    {
        _session.Run("$to, $timeout = $args", Enumerable.Range(2, recipients).Select(_lan.Address).ToArray(), timeout);
        Assert.True(_session.Progress("Send-IpMsg $to hi -TimeoutSec $timeout -ErrorAction SilentlyContinue") > 0);
    }

    [Fact]
    public void No_progress_is_shown_for_a_message_that_is_confirmed()
    {
        _lan.Member(_listener, 2, "suzuki");
        Assert.Equal(0, _session.Progress("Send-IpMsg suzuki hi"));
    }

    [Fact]
    public void The_time_of_TimeoutSec_includes_the_answer_to_the_introduction()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = _session.Try("Send-IpMsg $args[0] お昼は? -TimeoutSec 1", _lan.Address(2));
        Assert.Equal(nameof(DeliveryStatus.Unconfirmed), ((IpMsgDelivery)Assert.Single(result.Output).BaseObject).Status);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), "It took " + watch.Elapsed + ".");
    }

    [Fact]
    public void An_error_with_ErrorAction_Stop_comes_after_the_confirmations_of_the_others()
    {
        var peer = _lan.Member(_listener, 2, "slow", each => each.Confirms = false);
        using var sending = _session.Begin(
            "try { Send-IpMsg '[::1]:2425', slow hi -Encryption Off -ErrorAction Stop -OutVariable sent }"
                + " catch { $_.FullyQualifiedErrorId }");
        Eventually.True(() => sending.Output.Count == 1, "the system has refused one");
        string number = peer.Await(Wire.SendMessage)[0].Number;
        peer.Send(_listener.Node.LocalEndPoint, Wire.ReceiveMessage, number + "\0");
        Eventually.True(() => !sending.IsRunning, "the script ends");
        Assert.Equal(["Refused", "Confirmed", "MessageRefused,IpMsg.PowerShell.Commands.SendIpMsgCommand"],
            sending.Output.Select(each => each.BaseObject is IpMsgDelivery delivery ? delivery.Status.ToString() : each.ToString()));
        Assert.Equal(2, _session.Run("$sent").Count);
    }
}
