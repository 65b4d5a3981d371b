using System;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

/// <summary>Get-IpMsgDelivery: what a runspace has sent, whether or not its output was kept.</summary>
public sealed class DeliveryTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ScriptedPeer _silent;

    public DeliveryTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
        _lan.Member(_listener, 2, "suzuki");
        _silent = _lan.Member(_listener, 3, "tanaka", peer => peer.Confirms = false);
    }

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("", "suzuki:one tanaka:two suzuki:two suzuki:three")]
    [InlineData("suzuki", "suzuki:one suzuki:two suzuki:three")]
    [InlineData("-To tan*", "tanaka:two")]
    [InlineData("$member", "tanaka:two")]
    [InlineData("$address", "tanaka:two")]
    [InlineData("-Status Confirmed", "suzuki:one suzuki:two suzuki:three")]
    [InlineData("-Status Unconfirmed, Refused", "tanaka:two")]
    [InlineData("-PacketNumber $two[0].PacketNumber", "tanaka:two suzuki:two")]
    [InlineData("-First 2", "suzuki:one tanaka:two")]
    [InlineData("-Last 1", "suzuki:three")]
    [InlineData("-Last 9 -Status Unconfirmed", "tanaka:two")]
    [InlineData("-Listener (Get-IpMsgListener) -First 1", "suzuki:one")]
    [InlineData("nobody", "")]
    public void Deliveries_are_chosen_by_recipient_status_message_and_number(string arguments, string shown)
    {
        _session.Try("$member = Get-IpMsgMember tanaka; $address = $args[0]; $null = Send-IpMsg suzuki one; "
            + "$two = Send-IpMsg tanaka, suzuki two -TimeoutSec 0.2; Send-IpMsg suzuki three", _lan.Address(3));
        Assert.Equal(shown, string.Join(' ',
            _session.All<IpMsgDelivery>("Get-IpMsgDelivery " + arguments).Select(each => each.To + ":" + each.Text)));
    }

    [Fact]
    public void A_delivery_is_kept_after_Ctrl_C_and_shows_its_late_confirmation()
    {
        using (var sending = _session.Begin("Send-IpMsg tanaka 'after all' -TimeoutSec 600"))
        {
            _silent.Await(Wire.SendMessage);
            sending.Stop();
        }
        var kept = _session.One<IpMsgDelivery>("Get-IpMsgDelivery");
        Assert.Equal(("tanaka", "after all", nameof(DeliveryStatus.Pending)), (kept.To, kept.Text, kept.Status));
        Assert.NotNull(kept.SentAt);
        _silent.Send(_listener.Node.LocalEndPoint, Wire.ReceiveMessage, kept.PacketNumber + "\0");
        Eventually.True(() => kept.Status == nameof(DeliveryStatus.Confirmed), "the confirmation shows");
    }

    [Fact]
    public void All_deliveries_are_kept_when_the_pipeline_ends_after_the_first()
    {
        _session.Run("Send-IpMsg suzuki, tanaka hi -NoWait | Select-First 1");
        Assert.Equal(2, _session.Run("Get-IpMsgDelivery").Count);
    }

    [Fact]
    public void What_is_sent_again_keeps_its_place()
    {
        _session.Try("$late = Send-IpMsg tanaka one -TimeoutSec 0.2; $null = Send-IpMsg suzuki two");
        _silent.Confirms = true;
        _session.Run("$null = $late | Send-IpMsg");
        Assert.Equal(["one", "two"], _session.All<IpMsgDelivery>("Get-IpMsgDelivery -Status Confirmed").Select(each => each.Text));
    }

    [Fact]
    public void The_deliveries_of_a_stopped_listener_and_of_the_one_before_are_kept_and_no_others()
    {
        foreach (string text in (string[])["one", "two", "three"])
        {
            // suzuki may not know the new listener, but confirms what it gets.
            _session.Run("$null = Send-IpMsg $args[0] $args[1]; Stop-IpMsgListener", _lan.EndPoint(2).ToString(), text);
            Assert.Equal(text, _session.All<IpMsgDelivery>("Get-IpMsgDelivery").Last().Text);
            if (text != "three")
                _lan.Listen(_session, 1);
        }
        Assert.Equal(["two", "three"], _session.All<IpMsgDelivery>("Get-IpMsgDelivery").Select(each => each.Text));
    }

    [Fact]
    public void Without_a_listener_nothing_is_shown_and_none_is_started()
    {
        using var other = new PsSession();
        Assert.Empty(other.Run("Get-IpMsgDelivery; Get-IpMsgListener"));
    }

    [Fact]
    public void Recipients_complete_to_those_that_something_was_sent_to()
    {
        _session.Run("$null = Send-IpMsg suzuki hi");
        var completion = _session.One<CommandCompletion>(
            "[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null)", "Get-IpMsgDelivery -To ");
        var only = Assert.Single(completion.CompletionMatches);
        Assert.Equal(("suzuki", "suzuki: 1 message"), (only.CompletionText, only.ToolTip));
    }

    [Fact]
    public void A_message_to_several_warns_of_those_that_did_not_confirm_the_last_one_until_they_answer()
    {
        _session.Try("Send-IpMsg tanaka hi");
        Assert.True(_session.One<IpMsgMember>("Get-IpMsgMember tanaka").IsDoubtful);
        _session.Run("Get-IpMsgMember tanaka | Out-Host");
        Assert.Contains("gone?", _session.Host.Text, StringComparison.Ordinal);
        var result = _session.Try("Send-IpMsg suzuki, tanaka again -NoWait");
        Assert.StartsWith("1 of the 2 recipients did not confirm the last message and may have gone: tanaka.",
            Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(_session.Try("Send-IpMsg tanaka alone -NoWait").Warnings);
        _silent.Enter(_listener.Node.LocalEndPoint);
        Eventually.True(() => !_session.One<IpMsgMember>("Get-IpMsgMember tanaka").IsDoubtful, "it answers");
        Assert.Empty(_session.Try("Send-IpMsg suzuki, tanaka more -NoWait").Warnings);
    }
}
