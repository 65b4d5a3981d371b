using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

public sealed class SealedMessageTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ScriptedPeer _peer;

    public SealedMessageTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
        _peer = _lan.Member(_listener, 2, "suzuki");
        _peer.Also = datagram =>
            datagram.Command == Wire.ReadMessage && datagram.Has(Wire.ReadCheck) ? (Wire.AnswerReadMessage, datagram.Number) : null;
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    [Rule(49)]
    public void R49_the_text_stays_hidden_until_it_is_opened_and_then_the_sender_is_told()
    {
        string number = Sealed("secret");
        var message = _session.One<IpMsgMessage>("$message = Receive-IpMsg; $message");
        Assert.Equal((true, false, null, "(sealed)"), (message.IsSealed, message.IsOpened, message.Text, message.ToString()));
        Assert.Empty(_peer.ReceivedOf(Wire.ReadMessage));

        var opened = _session.One<IpMsgMessage>("$message | Open-IpMsg");
        Assert.Equal((true, "secret"), (opened.IsOpened, opened.Text));
        Assert.Equal("secret", message.Text);
        var notice = Assert.Single(_peer.Await(Wire.ReadMessage));
        Assert.Equal(number, notice.Body);
        Assert.True(notice.Has(Wire.ReadCheck));
    }

    [Fact]
    [Rule(49)]
    public void R49_without_a_wish_for_an_answer_the_notice_asks_for_none()
    {
        Sealed("secret", Wire.SendCheck | Wire.Sealed);
        _session.Run("Receive-IpMsg | Open-IpMsg");
        Assert.False(Assert.Single(_peer.Await(Wire.ReadMessage)).Has(Wire.ReadCheck));
    }

    [Fact]
    [Rule(51)]
    public void R51_the_notice_is_repeated_until_the_sender_knows()
    {
        _peer.Also = null;
        Sealed("secret");
        _session.Run("Receive-IpMsg | Open-IpMsg");
        string notice = _peer.Await(Wire.ReadMessage, 2)[1].Number;
        Assert.All(_peer.ReceivedOf(Wire.ReadMessage), each => Assert.Equal(notice, each.Number));
    }

    [Fact]
    public void Opening_twice_tells_the_sender_once()
    {
        Sealed("secret");
        Assert.Equal(2, _session.Run("$message = Receive-IpMsg; Open-IpMsg $message; Open-IpMsg $message").Count);
        Settle();
        Assert.Single(_peer.ReceivedOf(Wire.ReadMessage));
    }

    [Fact]
    public void Receive_with_Open_opens_at_once()
    {
        Sealed("secret");
        Assert.Equal("secret", _session.One<IpMsgMessage>("Receive-IpMsg -Open").Text);
        _peer.Await(Wire.ReadMessage);
    }

    [Fact]
    public void Messages_that_are_not_sealed_pass_through()
    {
        _peer.Message(_listener.Node.LocalEndPoint, "open");
        Assert.Equal("open", _session.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1 | Open-IpMsg").Text);
        Settle();
        Assert.Empty(_peer.ReceivedOf(Wire.ReadMessage));
    }

    [Fact]
    [Rule(52)]
    public void R52_throwing_a_sealed_message_away_tells_its_sender()
    {
        string number = Sealed("secret");
        _session.Run("$message = Receive-IpMsg; $message | Remove-IpMsg");
        Assert.Equal(number, Assert.Single(_peer.Await(Wire.DeleteMessage)).Body);
        Assert.True(((IpMsgMessage)_session.Run("$message")[0].BaseObject).IsRemoved);
        var error = _session.Fails("InvalidMessage", "$message | Open-IpMsg");
        Assert.IsType<IpMsgMessage>(error.TargetObject);
    }

    [Fact]
    public void A_waiting_message_can_be_removed_unseen_and_an_open_one_without_a_word()
    {
        _peer.Message(_listener.Node.LocalEndPoint, "spam");
        _peer.Message(_listener.Node.LocalEndPoint, "ham");
        Eventually.True(() => _listener.UnreadCount == 2, "both wait");
        _session.Run("Receive-IpMsg -Peek -Count 1 | Remove-IpMsg");
        Assert.Equal("ham", _session.One<IpMsgMessage>("Receive-IpMsg").Text);
        Settle();
        Assert.Empty(_peer.ReceivedOf(Wire.DeleteMessage));
    }

    [Fact]
    public void Messages_know_the_listener_that_received_them()
    {
        Sealed("secret");
        var message = _session.One<IpMsgMessage>("Receive-IpMsg");
        var other = _lan.Session();
        other.Run("$args[0] | Open-IpMsg", message);
        Assert.Equal(_listener.Node.LocalEndPoint, Assert.Single(_peer.Await(Wire.ReadMessage)).From);
        Assert.Empty(other.Run("Get-IpMsgListener"));
    }

    [Theory]
    [InlineData("Open-IpMsg")]
    [InlineData("Remove-IpMsg")]
    public void Once_its_listener_has_stopped_nobody_can_be_told_and_the_next_message_has_its_turn(string cmdlet)
    {
        Sealed("secret");
        _session.Run("$messages = @(Receive-IpMsg); $messages += $messages; Stop-IpMsgListener");
        var errors = _session.Try("$messages | " + cmdlet).Errors;
        Assert.Equal(2, errors.Count);
        foreach (var error in errors)
        {
            Assert.StartsWith("ListenerStopped,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            ErrorTests.Clear(error, System.Management.Automation.ErrorCategory.ResourceUnavailable);
            Assert.Equal((false, false),
                Assert.IsType<IpMsgMessage>(error.TargetObject) is var message ? (message.IsOpened, message.IsRemoved) : default);
        }
    }

    private string Sealed(string text, uint flags = Wire.SendCheck | Wire.Sealed | Wire.ReadCheck)
    {
        string number = _peer.Message(_listener.Node.LocalEndPoint, text, flags);
        Eventually.True(() => _listener.UnreadCount == 1, "it waits");
        return number;
    }

    // What was sent before has arrived when this is confirmed.
    private void Settle() => _session.Run("$null = Send-IpMsg suzuki mark");
}
