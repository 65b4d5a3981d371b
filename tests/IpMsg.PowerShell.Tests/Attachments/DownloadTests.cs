using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>Send-IpMsg -WaitDownload: who has taken what, and who has not.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly TransferFixture _fixture = new();

    public DownloadTests()
    {
        _fixture.Make("a.txt");
        _fixture.Make("b.txt");
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void It_waits_until_everything_is_taken()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment *.txt -WaitDownload");
        var message = _fixture.Suzuki.One<IpMsgMessage>("$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $message");
        _fixture.Suzuki.Run("$message | Save-IpMsgAttachment -Name a.txt");
        // Before the second update, the cmdlet has looked once more for deliveries whose downloads have ended.
        Eventually.True(
            () => sending.Progress.Count(each => each.StatusDescription.StartsWith("1 of 2 taken", StringComparison.Ordinal)) >= 2,
            "it waits for the second file");
        Assert.Equal((true, 0), (sending.IsRunning, sending.Output.Count));
        _fixture.Suzuki.Run("$message | Save-IpMsgAttachment -Name b.txt");
        var delivery = Assert.Single(sending.End<IpMsgDelivery>());
        Assert.Equal((nameof(DeliveryStatus.Confirmed), 2), (delivery.Status, delivery.Offers.Count(each => each.TimesTaken == 1)));
        Assert.Equal(2, message.Attachments.Length);
        Completed(sending);
    }

    [Fact]
    public void What_a_recipient_gives_up_is_not_waited_for_and_is_an_error()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment *.txt -WaitDownload");
        _fixture.Suzuki.Run(
            "$message = Receive-IpMsg -TimeoutSec 20 -Count 1; $message | Save-IpMsgAttachment -Name a.txt; $message | Remove-IpMsg");
        var error = Assert.Single(sending.EndWithErrors());
        Assert.StartsWith("AttachmentNotTaken,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        ErrorTests.Clear(error, ErrorCategory.OperationStopped);
        Assert.Contains("Suzuki", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'b.txt' (declined)", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("a.txt", error.ToString(), StringComparison.Ordinal);
        Assert.Same(Assert.Single(sending.Output).BaseObject, error.TargetObject);
    }

    [Fact]
    public void A_file_that_is_gone_is_not_waited_for_and_is_an_error()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment a.txt -WaitDownload");
        _fixture.Suzuki.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1");
        File.Delete(Path.Combine(_fixture.Source, "a.txt"));
        _fixture.Suzuki.Run("$message | Save-IpMsgAttachment -ErrorAction SilentlyContinue");
        var error = Assert.Single(sending.EndWithErrors());
        Assert.StartsWith("AttachmentNotTaken,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'a.txt' (refused: 'a.txt' is not there any more)", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_has_grown_is_fetched_in_the_length_that_was_offered()
    {
        long length = new FileInfo(Path.Combine(_fixture.Source, "a.txt")).Length;
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment a.txt -WaitDownload");
        _fixture.Suzuki.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1");
        File.AppendAllText(Path.Combine(_fixture.Source, "a.txt"), "one line more");
        Assert.Equal(length, _fixture.Suzuki.One<FileInfo>("$message | Save-IpMsgAttachment").Length);
        var offer = Assert.Single(Assert.Single(sending.End<IpMsgDelivery>()).Offers);
        Assert.Equal(("'a.txt' has grown; what was added later was not sent.", false), (offer.Reason, offer.IsIncomplete));
    }

    [Fact]
    public void A_folder_of_which_a_part_cannot_be_sent_is_an_error()
    {
        _fixture.Make("docs/good.txt");
        File.CreateSymbolicLink(Path.Combine(_fixture.Source, "docs", "itself"), "itself");
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment docs -WaitDownload");
        _fixture.Suzuki.Run("Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment");
        var error = Assert.Single(sending.EndWithErrors());
        Assert.StartsWith("AttachmentIncomplete,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("was left out", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TimeoutSec_is_for_the_downloads_and_the_confirmation_keeps_its_own()
    {
        var late = _fixture.Lan.Member(_fixture.SatoListens, 3, "late",
            peer => (peer.Confirms, peer.Status) = (false, Wire.CanUtf8 | Wire.FileAttach));
        using var sending = _fixture.Sato.Begin("Send-IpMsg late -Attachment a.txt -WaitDownload -TimeoutSec 0.2");
        // The second transmission comes a second after the first: the timeout for the downloads is over.
        string number = late.Await(Wire.SendMessage, 2)[0].Number;
        Assert.Equal((true, 0), (sending.IsRunning, sending.Output.Count));
        late.Send(_fixture.SatoListens.Node.LocalEndPoint, Wire.ReceiveMessage, number + "\0");
        var error = Assert.Single(sending.EndWithErrors());
        Assert.Contains("'a.txt' (not fetched in time)", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(nameof(DeliveryStatus.Confirmed), ((IpMsgDelivery)sending.Output[0].BaseObject).Status);
        Assert.Single(_fixture.Sato.Run("Get-IpMsgOffer late"));
    }

    [Fact]
    public void WaitDownload_waits_for_an_unconfirmed_recipient_only_after_a_late_confirmation()
    {
        var mute = _fixture.Lan.Member(_fixture.SatoListens, 3, "mute",
            peer => (peer.Confirms, peer.Status) = (false, Wire.CanUtf8 | Wire.FileAttach));
        using var sending = _fixture.Sato.Begin("Send-IpMsg mute, suzuki -Attachment a.txt -WaitDownload");
        Eventually.True(() => sending is { Output.Count: 1, Errors: 1 }, "the unconfirmed delivery comes out with its error");
        Assert.True(sending.IsRunning);
        // Now there are two to be waited for, and the second ends without a second object.
        mute.Send(_fixture.SatoListens.Node.LocalEndPoint, Wire.ReceiveMessage, mute.ReceivedOf(Wire.SendMessage)[0].Number + "\0");
        Eventually.True(() => ((IpMsgDelivery)sending.Output[0].BaseObject).Status == nameof(DeliveryStatus.Confirmed), "it is late");
        _fixture.Suzuki.Run("Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment");
        Eventually.True(() => sending.Output.Count == 2, "the other one comes out");
        Assert.True(sending.IsRunning);
        mute.Send(_fixture.SatoListens.Node.LocalEndPoint, Wire.ReleaseFiles, mute.ReceivedOf(Wire.SendMessage)[0].Number + "\0");
        Assert.Equal(["MessageUnconfirmed", "AttachmentNotTaken"],
            sending.EndWithErrors().Select(each => each.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal(["mute", "Suzuki"], sending.Output.Select(each => ((IpMsgDelivery)each.BaseObject).To));
    }

    [Fact]
    public void An_offer_that_ends_ends_the_wait()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment a.txt -WaitDownload -OfferLifetime 0:0:0.5");
        Assert.Contains("'a.txt' (the offer has expired)", Assert.Single(sending.EndWithErrors()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_that_is_stopped_ends_it_with_an_error_for_each()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment a.txt -WaitDownload");
        _fixture.Suzuki.Run("Receive-IpMsg -TimeoutSec 20 -Count 1");
        Eventually.True(() => _fixture.SatoListens.Counters.Confirmed > 0, "the message is confirmed");
        _fixture.Suzuki.Run("Stop-IpMsgListener $args[0]", _fixture.SatoListens);
        Assert.Contains(sending.EndWithErrors(), each => each.ToString().Contains("'a.txt' (withdrawn", StringComparison.Ordinal));
        Assert.Single(sending.Output);
    }

    [Fact]
    public void Stopping_ends_the_wait_and_clears_the_progress()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment a.txt -WaitDownload");
        Eventually.True(() => sending.Progress.Count > 0, "it waits");
        Assert.InRange(sending.Stop(), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Completed(sending);
    }

    [Fact]
    public void Fifty_recipients_of_one_file_have_it_all_the_same()
    {
        const int Recipients = 50;
        string digest = TransferFixture.DigestOf(_fixture.Make("big.bin", 2_000_000));
        var nodes = Enumerable.Range(10, Recipients).Select(host => _fixture.Lan.Keep(Node.MemberNode.Start(new Node.NodeOptions
        {
            Address = _fixture.Lan.EndPoint(host).Address,
            Port = _fixture.Lan.Port,
            NickName = "member " + host,
            IsSilent = true,
        }))).ToArray();
        using var sending = _fixture.Sato.Begin("Send-IpMsg $args[0] -Attachment big.bin -WaitDownload",
            (object)nodes.Select(each => each.LocalEndPoint).ToArray());
        var saving = nodes.Chunk(10).Select(some =>
        {
            var messages = some.Select(node =>
            {
                IncomingMessage? message = null;
                Eventually.True(() => (message = node.Inbox.Receive()) is not null, "it has its message");
                return new IpMsgMessage(message!, new IpMsgListener(node, isImplicit: false, scope: null));
            }).ToArray();
            return _fixture.Lan.Session().Begin("$args[0] | Save-IpMsgAttachment -Path $args[1]", messages,
                Directory.CreateDirectory(Path.Combine(_fixture.Target, some[0].LocalEndPoint.Address.ToString())).FullName);
        }).ToList();
        Assert.Empty(saving.SelectMany(each => each.EndWithErrors()));
        var saved = saving.SelectMany(each => each.Output.Select(file => (FileInfo)file.BaseObject)).ToList();
        Assert.Equal(Recipients, saved.Select(each => each.FullName).Distinct().Count());
        Assert.All(saved, each => Assert.Equal(digest, TransferFixture.DigestOf(each.FullName)));
        var deliveries = sending.End<IpMsgDelivery>();
        Assert.Equal(Recipients, deliveries.Count(each => each.Offers[0].TimesTaken == 1));
    }

    internal static void Completed(PsTask task)
    {
        Assert.NotEmpty(task.Progress);
        Assert.Equal(ProgressRecordType.Completed, task.Progress[^1].RecordType);
        Assert.Single(task.Progress, each => each.RecordType == ProgressRecordType.Completed);
    }
}
