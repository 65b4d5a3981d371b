using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>Downloads of Save-IpMsgAttachment that are stopped, and what -Resume makes of them (R80, R106).</summary>
public sealed class ResumeTests : IDisposable
{
    // Large enough to be stopped in the middle.
    private const int Size = 120_000_000;

    private readonly TransferFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("$message")]
    [InlineData("Revive $message 2")]
    [InlineData("Revive $message.Attachments 1")]
    [Rule(106)]
    public void R106_after_a_stop_one_line_says_what_is_kept_and_Resume_sends_the_rest_alone(string source)
    {
        string digest = TransferFixture.DigestOf(_fixture.Make("big.bin", Size));
        var message = _fixture.Send("Send-IpMsg suzuki -Attachment big.bin");
        Assert.True(message.IsEncrypted);
        Assert.True(Assert.Single(message.Attachments).HasEncryptedOffsets);
        string line = Assert.Single(Stop("$message | Save-IpMsgAttachment"));
        Assert.Matches(@"^Stopped\. The first [\d.]+ [KM]B of 'big\.bin' of [\d.:]+ are kept; ", line);
        Assert.EndsWith("; the same command with -Resume goes on there.", line, StringComparison.Ordinal);
        long kept = new FileInfo(Staged).Length;

        var result = _fixture.Suzuki.Try(Deserialized.Function + source + " | Save-IpMsgAttachment -Resume -Verbose");
        Assert.Empty(result.AllErrors);
        Assert.Empty(result.Warnings);
        Assert.Contains(result.Verbose, each => each.StartsWith("The download was resumed after the first ", StringComparison.Ordinal));
        Assert.Equal(digest, TransferFixture.DigestOf(((FileInfo)Assert.Single(result.Output).BaseObject).FullName));
        Assert.Equal(["big.bin"], Directory.EnumerateFileSystemEntries(_fixture.Target).Select(Path.GetFileName));
        var offer = _fixture.Sato.One<IpMsgOffer>("$delivery.Offers[0]");
        Eventually.True(() => offer.TimesTaken == 1, "it counts as taken");
        Assert.InRange(offer.BytesSent, Size - kept, Size - kept + (16 << 20));
    }

    [Fact]
    [Rule(106)]
    public void R106_an_encrypted_file_of_another_client_says_before_that_it_begins_anew()
    {
        string digest = TransferFixture.DigestOf(_fixture.Make("big.bin", Size));
        _fixture.Send("Send-IpMsg suzuki -Attachment big.bin");
        const string unannounced = Deserialized.Function
            + "$other = Revive $message.Attachments[0] 1; $other.HasEncryptedOffsets = $false; ";
        string line = Assert.Single(Stop(unannounced + "$other | Save-IpMsgAttachment"));
        Assert.StartsWith("Stopped. Nothing of 'big.bin' of ", line, StringComparison.Ordinal);
        var result = _fixture.Suzuki.Try("$other | Save-IpMsgAttachment -Resume");
        Assert.Empty(result.AllErrors);
        Assert.Matches("^'big.bin' of .* is fetched from the beginning: its sender sends encrypted files only as a whole.$",
            Assert.Single(result.Warnings));
        Assert.Equal(digest, TransferFixture.DigestOf(((FileInfo)Assert.Single(result.Output).BaseObject).FullName));
        // A warning that stops comes before anything is fetched.
        var files = Directory.GetFiles(_fixture.Target);
        Stop("$other | Save-IpMsgAttachment");
        var stopped = _fixture.Suzuki.Try("$other | Save-IpMsgAttachment -Resume -WarningAction Stop");
        Assert.Contains("only as a whole", stopped.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(files, Directory.GetFiles(_fixture.Target));
    }

    [Fact]
    [Rule(106)]
    public void R106_a_folder_says_before_that_it_begins_at_the_beginning()
    {
        string digest = TransferFixture.DigestOf(_fixture.MakeTree("docs"));
        _fixture.Send("Send-IpMsg suzuki -Attachment docs");
        var result = _fixture.Suzuki.Try("$message | Save-IpMsgAttachment -Resume");
        Assert.Matches("^'docs' of .* is fetched from the beginning: a folder cannot be resumed.$", Assert.Single(result.Warnings));
        Assert.Equal(digest, TransferFixture.DigestOf(((DirectoryInfo)Assert.Single(result.Output).BaseObject).FullName));
        Assert.Empty(_fixture.Suzuki.Try("$message | Save-IpMsgAttachment").Warnings);
    }

    [Fact]
    public void A_first_download_with_Resume_says_nothing()
    {
        _fixture.Make("a.bin", 200_000);
        _fixture.Send("Send-IpMsg suzuki -Attachment a.bin");
        Assert.Empty(_fixture.Suzuki.Try("$message | Save-IpMsgAttachment -Resume").Warnings);
    }

    [Theory]
    [InlineData("", " -WarningAction SilentlyContinue")]
    [InlineData("", " -WarningAction Ignore")]
    [InlineData("$WarningPreference = 'SilentlyContinue'; ", "")]
    public void Who_wants_no_warnings_gets_no_line(string before, string more)
    {
        _fixture.Make("big.bin", Size);
        _fixture.Send("Send-IpMsg suzuki -Attachment big.bin");
        Assert.Empty(Stop(before + "$message | Save-IpMsgAttachment" + more));
        Assert.True(File.Exists(Staged));
    }

    private string Staged => Directory.GetDirectories(_fixture.Target, ".ipmsg-*").Select(each => Path.Combine(each, "content"))
        .SingleOrDefault(File.Exists) ?? "";

    // The lines in the terminal after Ctrl+C in the middle of a download.
    private string[] Stop(string script)
    {
        using var saving = _fixture.Suzuki.Begin(script);
        Eventually.True(() => Staged is { Length: > 0 } path && new FileInfo(path).Length > 1_000_000, "it is on its way");
        saving.Stop();
        Assert.True(new FileInfo(Staged).Length < Size);
        return _fixture.Suzuki.Host.TakeText().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
