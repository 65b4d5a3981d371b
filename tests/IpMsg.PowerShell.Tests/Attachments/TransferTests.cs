using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>Transfers that take their time: progress, silence, Ctrl+C, and going on.</summary>
public sealed class TransferTests : IDisposable
{
    private readonly TransferFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Progress_tells_bytes_and_rate_at_most_five_times_a_second_and_ends_completed()
    {
        Offer(pieces: 50, sent: 50);
        var began = DateTime.UtcNow;
        using var saving = _fixture.Suzuki.Begin("$message | Save-IpMsgAttachment");
        Assert.Equal(50_000, Assert.Single(saving.End<FileInfo>()).Length);
        DownloadTests.Completed(saving);
        var shown = saving.Progress.SkipLast(1).ToList();
        Assert.NotEmpty(shown);
        Assert.InRange(shown.Count, 1, (int)((DateTime.UtcNow - began).TotalSeconds * 5) + 1);
        Assert.All(shown, each => Assert.Contains("of 48.8 KB", each.StatusDescription, StringComparison.Ordinal));
        Assert.Contains(shown,
            each => each.StatusDescription.EndsWith("/s", StringComparison.Ordinal)
                && each is { PercentComplete: > 0, SecondsRemaining: > 0 });
        Assert.All(shown, each => Assert.Contains("slow.bin", each.Activity, StringComparison.Ordinal));
    }

    [Fact]
    public void Stopping_in_mid_transfer_hangs_up_and_clears_the_progress()
    {
        var sender = Offer(pieces: 1_000, sent: 1_000);
        using var saving = _fixture.Suzuki.Begin("$message | Save-IpMsgAttachment");
        Eventually.True(() => saving.Progress.Count > 0, "it is on its way");
        Assert.InRange(saving.Stop(), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        DownloadTests.Completed(saving);
        Assert.Matches("^Stopped. Nothing of 'slow.bin' of .* is kept to go on from; the same command fetches it from the beginning.\n$",
            _fixture.Suzuki.Host.TakeText());
        Eventually.True(() => sender.IsLeft, "the sender sees it");
        Assert.DoesNotContain(Directory.GetFiles(_fixture.Target), each => Path.GetFileName(each) == "slow.bin");
    }

    [Theory]
    [InlineData(null, "", "TransferTimedOut", ErrorCategory.OperationTimeout)]
    [InlineData(5, "", "TransferBroken", ErrorCategory.ReadError)]
    public void A_sender_that_falls_silent_or_hangs_up_is_an_error_for_its_attachment(int? sent, string more, string id,
        ErrorCategory category)
    {
        Offer(pieces: 50, sent, hangsUp: sent is not null);
        var error = _fixture.Suzuki.Fails(id, "$message | Save-IpMsgAttachment -TimeoutSec 0.5 " + more);
        ErrorTests.Clear(error, category);
        Assert.Equal("slow.bin", Assert.IsType<IpMsgAttachment>(error.TargetObject).Name);
    }

    [Fact]
    public void Nobody_there_is_an_error_for_its_attachment()
    {
        var peer = _fixture.Lan.Member(_fixture.SuzukiListens, 3, "gone");
        new SlowSender(peer, 1).Dispose();
        using (var sender = new SlowSender(peer, 1))
            sender.Offer(_fixture.SuzukiListens, "x", 1);
        ErrorTests.Clear(_fixture.Suzuki.Fails("SenderUnreachable", "Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment"),
            ErrorCategory.ConnectionError);
    }

    [Fact]
    public void Resume_goes_on_where_it_broke_off()
    {
        string source = _fixture.Make("big.bin", 3_000_000);
        _fixture.Send("Send-IpMsg suzuki -Attachment big.bin");
        Assert.Equal(TransferFixture.DigestOf(source),
            TransferFixture.DigestOf(_fixture.Suzuki.One<FileInfo>("$message | Save-IpMsgAttachment -Resume").FullName));
    }

    private SlowSender Offer(int pieces, int? sent, bool hangsUp = false)
    {
        var peer = _fixture.Lan.Member(_fixture.SuzukiListens, 3, "slow");
        var sender = _fixture.Lan.Keep(new SlowSender(peer, sent) { HangsUp = hangsUp });
        sender.Offer(_fixture.SuzukiListens, "slow.bin", pieces);
        _fixture.Suzuki.One<IpMsgMessage>("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $message");
        return sender;
    }
}
