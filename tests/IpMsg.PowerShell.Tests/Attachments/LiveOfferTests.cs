using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>What becomes of offers: waited for, looked at, taken back, fetched from elsewhere.</summary>
public sealed class LiveOfferTests : IDisposable
{
    private const string Revive =
        "function Revive($it, $depth) { "
            + "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($it, "
            + "$depth)) }; ";

    private readonly TransferFixture _fixture = new();

    public LiveOfferTests()
    {
        foreach (string name in (string[])["a.txt", "b.txt", "empty.txt"])
            _fixture.Make(name, name[0] == 'e' ? 0 : 10_000);
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void WaitDownload_ends_when_everything_is_taken()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment *.txt -WaitDownload");
        _fixture.Suzuki.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; Save-IpMsgAttachment $message -Name a.txt, empty.txt");
        Assert.True(sending.IsRunning);
        _fixture.Suzuki.Run("Save-IpMsgAttachment $message -Name b.txt");
        var delivery = Assert.Single(sending.End<IpMsgDelivery>());
        Assert.Equal(nameof(DeliveryStatus.Confirmed), delivery.Status);
        Assert.All(delivery.Offers, each => Assert.Equal((nameof(OfferState.Taken), 1), (each.State, each.TimesTaken)));
    }

    [Fact]
    public void WaitDownload_says_who_did_not_take_what_when_the_time_is_up()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment *.txt -WaitDownload -TimeoutSec 4");
        _fixture.Suzuki.Run("Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment -Name a.txt");
        var error = Assert.Single(sending.EndWithErrors());
        Assert.StartsWith("AttachmentNotTaken,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("did not take 'b.txt' (not fetched in time), 'empty.txt' (not fetched in time).", error.ToString(),
            StringComparison.Ordinal);
        Assert.Same(Assert.Single(sending.Output).BaseObject, error.TargetObject);
        Assert.Contains(_fixture.SuzukiListens.EndPoint.ToString(), error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$message | Remove-IpMsg", "", "", "declined")]
    [InlineData("", "", "-OfferLifetime 0:0:1", "the offer has expired")]
    [InlineData("", "Get-IpMsgOffer -Listener $args[0] | Remove-IpMsgOffer", "", "withdrawn: It was withdrawn.")]
    [InlineData("", "Stop-IpMsgListener $args[0]", "", "withdrawn: The listener was stopped.")]
    public void WaitDownload_ends_when_there_is_nothing_left_to_wait_for(string taker, string helper, string arguments, string why)
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment a.txt -WaitDownload " + arguments);
        _fixture.Suzuki.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; " + taker);
        if (helper.Length > 0)
        {
            // The delivery has to be confirmed first, or it is the message that fails.
            Eventually.True(() => _fixture.SatoListens.Counters.Confirmed == 1, "it is confirmed");
            _fixture.Lan.Session().Run(helper, _fixture.SatoListens);
        }
        Assert.Contains("did not take 'a.txt' (" + why, Assert.Single(sending.EndWithErrors()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Rule(89)]
    public void R89_a_lifetime_is_over_when_it_is_over()
    {
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt -OfferLifetime 0:0:6");
        Assert.Equal("a.txt", _fixture.Suzuki.One<FileInfo>("$message | Save-IpMsgAttachment").Name);
        Eventually.True(() => _fixture.Sato.Run("Get-IpMsgOffer").Count == 0, "it has expired");
        _fixture.Suzuki.Fails("AttachmentUnavailable", "$message | Save-IpMsgAttachment");
        Assert.Equal(nameof(OfferState.Expired), _fixture.Sato.All<IpMsgOffer>("$delivery.Offers")[0].State);
    }

    [Theory]
    [InlineData("", "a.txt b.txt")]
    [InlineData("suzuki", "a.txt b.txt")]
    [InlineData("su*", "a.txt b.txt")]
    [InlineData("tanaka", "")]
    [InlineData("-Name a*", "a.txt")]
    [InlineData("-Name none", "")]
    [InlineData("-To suzuki -Name b.txt", "b.txt")]
    [InlineData("-PacketNumber $delivery.PacketNumber", "a.txt b.txt")]
    [InlineData("-PacketNumber 1", "")]
    public void Get_shows_those_that_were_asked_for(string arguments, string names)
    {
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt, b.txt");
        Assert.Equal(names, string.Join(' ', _fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer " + arguments).Select(each => each.Name)));
    }

    [Theory]
    [InlineData("Get-IpMsgOffer -Name a.txt | Remove-IpMsgOffer", "b.txt")]
    [InlineData("Remove-IpMsgOffer (Get-IpMsgOffer)", "")]
    [InlineData("$delivery | Remove-IpMsgOffer", "")]
    [InlineData("$delivery | Remove-IpMsgOffer; $delivery | Remove-IpMsgOffer", "")]
    [InlineData("$delivery | Remove-IpMsgOffer -WhatIf", "a.txt b.txt")]
    [Rule(84)]
    public void R84_what_was_taken_back_is_not_to_be_had(string script, string left)
    {
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt, b.txt");
        _fixture.Sato.Run(script);
        Assert.Equal(left, string.Join(' ', _fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer").Select(each => each.Name)));
        var result = _fixture.Suzuki.Try("$message | Save-IpMsgAttachment");
        Assert.Equal(left, string.Join(' ', result.Output.Select(each => ((FileInfo)each.BaseObject).Name)));
        Assert.Equal(2 - result.Output.Count, result.Errors.Count);
        Assert.All(result.Errors,
            each => Assert.StartsWith("AttachmentUnavailable,", each.FullyQualifiedErrorId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-IpMsgOffer -Listener $args[0] | Remove-IpMsgOffer")]
    [InlineData("Stop-IpMsgListener $args[0]")]
    [Rule(84)]
    public void R84_taken_back_in_the_middle_a_transfer_breaks_off(string script)
    {
        using (var file = File.Create(Path.Combine(_fixture.Source, "huge.bin")))
            file.SetLength(8L << 30);
        _fixture.Send("Send-IpMsg suzuki -Attachment huge.bin");
        // As much as a disk has room for, or the transfer is refused beforehand.
        Assert.SkipUnless(new DriveInfo(_fixture.Target).AvailableFreeSpace > 9L << 30, "The disk is too small.");
        using var saving = _fixture.Suzuki.Begin("$message | Save-IpMsgAttachment");
        var offer = _fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer")[0];
        Eventually.True(() => offer.State == nameof(OfferState.Sending) && offer.BytesSent > 0 && offer.Rate > 0,
            "it is on its way, and that shows");
        _fixture.Sato.Run(script, _fixture.SatoListens);
        Assert.StartsWith("TransferBroken,", Assert.Single(saving.EndWithErrors()).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal((nameof(OfferState.Withdrawn), 0), (offer.State, offer.TimesTaken));
        Assert.DoesNotContain(Directory.EnumerateFiles(_fixture.Target), each => Path.GetFileName(each)[0] != '.');
    }

    [Theory]
    [InlineData("(Revive $args[0] 3) | Save-IpMsgAttachment $args[1]")]
    [InlineData("(Revive $args[0].Attachments 2) | Save-IpMsgAttachment $args[1]")]
    [InlineData("$args[0] | Save-IpMsgAttachment $args[1]")]
    [InlineData("$args[0].Attachments | Save-IpMsgAttachment $args[1]")]
    public void Another_runspace_saves_it_as_well(string script)
    {
        var message = _fixture.Send("Send-IpMsg suzuki -Attachment a.txt");
        var elsewhere = _fixture.Lan.Session();
        // Only the address is the recipient's; its port may be anything.
        _fixture.Lan.Listen(elsewhere, 3, "", 1);
        var saved = elsewhere.One<FileInfo>(Revive + script, message, _fixture.Target);
        Assert.Equal(TransferFixture.DigestOf(Path.Combine(_fixture.Source, "a.txt")), TransferFixture.DigestOf(saved.FullName));
    }
}
