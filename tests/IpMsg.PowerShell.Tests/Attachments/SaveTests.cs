using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using IpMsg.Protocol.Members.Offers;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>Files that go from one runspace to another.</summary>
public sealed class SaveTests : IDisposable
{
    private readonly TransferFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("$message | Save-IpMsgAttachment")]
    [InlineData("$message | Save-IpMsgAttachment .")]
    [InlineData("$message | Save-IpMsgAttachment $target")]
    [InlineData("$message | Save-IpMsgAttachment -Path $target")]
    [InlineData("$message | Save-IpMsgAttachment ([IO.DirectoryInfo]$target)")]
    [InlineData("$message | Save-IpMsgAttachment -Path ([IO.DirectoryInfo]$target)")]
    [InlineData("Save-IpMsgAttachment $message $ExecutionContext.SessionState.Path.CurrentLocation")]
    [InlineData("$message | Save-IpMsgAttachment -LiteralPath $target")]
    [InlineData("Save-IpMsgAttachment $message")]
    [InlineData("Save-IpMsgAttachment $message $target")]
    [InlineData("Save-IpMsgAttachment -InputObject $message -LiteralPath $target")]
    [InlineData("Save-IpMsgAttachment $message.Attachments[0] ../t?rget")]
    [InlineData("$message.Attachments | Save-IpMsgAttachment")]
    public void A_file_is_saved_where_the_script_says(string script)
    {
        string source = _fixture.Make("ファイル.bin", 300_000);
        _fixture.Send("Send-IpMsg suzuki -Attachment *.bin");
        var saved = _fixture.Suzuki.One<FileInfo>(script);
        Assert.Equal((Path.Combine(_fixture.Target, "ファイル.bin"), TransferFixture.DigestOf(source)),
            (saved.FullName, TransferFixture.DigestOf(saved.FullName)));
        Assert.Equal(File.GetLastWriteTimeUtc(source), saved.LastWriteTimeUtc, TimeSpan.FromSeconds(1));
        var offer = _fixture.Sato.All<IpMsgOffer>("$delivery.Offers")[0];
        Eventually.True(() => offer.State == nameof(OfferState.Taken), "the offer shows it");
        Assert.Equal((1, source, "Suzuki"), (offer.TimesTaken, offer.Path, offer.To));
        // Encrypted, a file has a header in front of it.
        Assert.InRange(offer.BytesSent, 300_000L, 300_300L);
        Assert.True(offer.Rate > 0);
    }

    [Fact]
    public void What_comes_out_is_what_the_provider_makes()
    {
        _fixture.Make("a.txt");
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt");
        var saved = Assert.Single(_fixture.Suzuki.Run("$message | Save-IpMsgAttachment"));
        Assert.Equal("a.txt", saved.Properties["PSChildName"]?.Value);
        Assert.EndsWith(Path.Combine(_fixture.Target, "a.txt"), saved.Properties["PSPath"]?.Value as string, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nested_folder_goes_both_ways_unchanged()
    {
        string digest = TransferFixture.DigestOf(_fixture.MakeTree("docs"));
        _fixture.Send("Send-IpMsg suzuki -Attachment docs");
        string there = _fixture.Suzuki.One<DirectoryInfo>("$message | Save-IpMsgAttachment").FullName;
        Assert.Equal(digest, TransferFixture.DigestOf(there));
        _fixture.Suzuki.Run("Send-IpMsg sato back -Attachment docs");
        string back = _fixture.Sato.One<DirectoryInfo>("Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment").FullName;
        Assert.Equal((Path.Combine(_fixture.Source, "docs (2)"), digest), (back, TransferFixture.DigestOf(back)));
    }

    [Fact]
    public void Images_go_both_ways_and_know_their_places()
    {
        string one = TransferFixture.DigestOf(_fixture.MakeImage("one.png")),
            two = TransferFixture.DigestOf(_fixture.MakeImage("sub/two.png"));
        var message = _fixture.Send("Send-IpMsg suzuki look -Image one.png, sub/two.png");
        Assert.Empty(message.Attachments);
        Assert.Equal([4, 5], message.Images.Select(each => each.Position));
        var saved = _fixture.Suzuki.All<FileInfo>("$message | Save-IpMsgAttachment");
        Assert.Equal([("one.png", one), ("two.png", two)], saved.Select(each => (each.Name, TransferFixture.DigestOf(each.FullName))));
        Assert.Equal(["one.png", "two.png"], _fixture.Sato.All<IpMsgOffer>("$delivery.Offers").Select(each => each.Name));
        _fixture.Suzuki.Run("Send-IpMsg sato -Image $args[0]", saved[0].FullName);
        Assert.Equal(one,
            TransferFixture.DigestOf(_fixture.Sato.One<FileInfo>("Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment").FullName));
    }

    [Theory]
    [InlineData("-Name a.txt", "a.txt")]
    [InlineData("-Name *.txt", "a.txt b.txt")]
    [InlineData("-Name B.TXT, *.log", "b.txt c.log")]
    public void Name_chooses(string name, string saved)
    {
        foreach (string each in (string[])["a.txt", "b.txt", "c.log"])
            _fixture.Make(each);
        _fixture.Send("Send-IpMsg suzuki -Attachment *.*");
        Assert.Equal(saved,
            string.Join(' ', _fixture.Suzuki.All<FileInfo>("$message | Save-IpMsgAttachment " + name).Select(each => each.Name)));
    }

    [Theory]
    [InlineData("-Path 'logs`[1`]'")]
    [InlineData("-Path 'logs?1?'")]
    [InlineData("-LiteralPath 'logs[1]'")]
    public void A_folder_may_have_brackets_in_its_name(string where)
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Target, "logs[1]"));
        _fixture.Make("a.txt");
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt");
        Assert.Equal(Path.Combine(_fixture.Target, "logs[1]", "a.txt"),
            _fixture.Suzuki.One<FileInfo>("$message | Save-IpMsgAttachment " + where).FullName);
    }

    [Fact]
    public void A_taken_name_gets_a_number_and_Force_replaces()
    {
        string source = _fixture.Make("a.txt");
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt");
        File.WriteAllText(Path.Combine(_fixture.Target, "a.txt"), "mine");
        Assert.Equal("a (2).txt", _fixture.Suzuki.One<FileInfo>("$message | Save-IpMsgAttachment").Name);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_fixture.Target, "a.txt")));
        Assert.Equal("a.txt", _fixture.Suzuki.One<FileInfo>("$message | Save-IpMsgAttachment -Force").Name);
        Assert.Equal(TransferFixture.DigestOf(source), TransferFixture.DigestOf(Path.Combine(_fixture.Target, "a.txt")));
    }

    [Fact]
    public void An_exported_one_keeps_its_time()
    {
        string path = _fixture.Make("a.bin");
        var time = new DateTime(2021, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);
        _fixture.Send("Send-IpMsg suzuki -Attachment a.bin");
        _fixture.Suzuki.Run(
            "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($message, 3)) | "
                + "Save-IpMsgAttachment");
        Assert.Equal(time, File.GetLastWriteTimeUtc(Path.Combine(_fixture.Target, "a.bin")));
    }

    [Fact]
    public void WhatIf_fetches_nothing()
    {
        _fixture.Make("a.txt");
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt");
        _fixture.Suzuki.Run("$message | Save-IpMsgAttachment -WhatIf");
        Assert.Contains("a.txt", _fixture.Suzuki.Host.Text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_fixture.Target));
        Assert.Equal(0, _fixture.Sato.All<IpMsgOffer>("$delivery.Offers")[0].BytesSent);
    }

    [Fact]
    public void One_failure_is_reported_and_the_next_one_goes_on()
    {
        foreach (string each in (string[])["a.txt", "b.txt", "c.txt"])
            _fixture.Make(each);
        _fixture.Send("Send-IpMsg suzuki -Attachment *.txt");
        _fixture.Sato.Run("Get-IpMsgOffer -Name b.txt | Remove-IpMsgOffer");
        var result = _fixture.Suzuki.Try("$message | Save-IpMsgAttachment");
        Assert.Equal(["a.txt", "c.txt"], result.Output.Select(each => ((FileInfo)each.BaseObject).Name));
        var error = Assert.Single(result.Errors);
        Assert.Equal(("AttachmentUnavailable,IpMsg.PowerShell.Commands.SaveIpMsgAttachmentCommand", "b.txt"),
            (error.FullyQualifiedErrorId, Assert.IsType<IpMsgAttachment>(error.TargetObject).Name));
        ErrorTests.Clear(error, ErrorCategory.ResourceUnavailable);
    }

    [Fact]
    public void A_sealed_message_keeps_its_files_to_itself_until_it_is_opened()
    {
        _fixture.Make("secret plan.txt");
        var message = _fixture.Send("Send-IpMsg suzuki -Attachment *.txt -Sealed");
        Assert.Empty(message.Attachments);
        _fixture.Suzuki.Run("$message | Out-Host");
        Assert.DoesNotContain("plan", _fixture.Suzuki.Host.Text, StringComparison.Ordinal);
        Assert.Contains("Open-IpMsg",
            _fixture.Suzuki.Fails("InvalidMessage", "$message | Save-IpMsgAttachment").ErrorDetails.RecommendedAction,
            StringComparison.Ordinal);
        Assert.Equal("secret plan.txt", _fixture.Suzuki.One<FileInfo>("$message | Open-IpMsg | Save-IpMsgAttachment").Name);
    }

    [Fact]
    [Rule(88)]
    public void R88_a_removed_message_gives_its_files_up()
    {
        _fixture.Make("a.txt");
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt");
        var offer = _fixture.Sato.All<IpMsgOffer>("$delivery.Offers")[0];
        _fixture.Suzuki.Run("$message | Remove-IpMsg");
        Eventually.True(() => offer.State == nameof(OfferState.Released), "the sender knows");
        Assert.Empty(_fixture.Sato.Run("Get-IpMsgOffer"));
        _fixture.Suzuki.Fails("InvalidMessage", "$message | Save-IpMsgAttachment");
    }

    [Theory]
    [InlineData("-Path missing", "InvalidDestination", "missing")]
    [InlineData("-Path *", "InvalidDestination", "*")]
    [InlineData("-Path a.file", "InvalidDestination", "a.file")]
    [InlineData("-Path no*", "InvalidDestination", "no*")]
    [InlineData("-Path Env:", "InvalidDestination", "Env:")]
    [InlineData("-LiteralPath '[a]'", "InvalidDestination", "[a]")]
    [InlineData("-Name missing.txt", "AttachmentNotFound", "missing.txt")]
    [InlineData("-MaximumSize 10", "LimitExceeded", "a.txt")]
    public void What_is_wrong_is_said(string arguments, string id, string target)
    {
        _fixture.Make("a.txt");
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt");
        foreach (string each in (string[])["one.file", "a.file"])
            File.WriteAllText(Path.Combine(_fixture.Target, each), "");
        var error = _fixture.Suzuki.Fails(id, "$message | Save-IpMsgAttachment " + arguments);
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject.ToString());
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Equal(2, Directory.GetFileSystemEntries(_fixture.Target).Length);
    }

    [Theory]
    [InlineData("42")]
    [InlineData("'text'")]
    [InlineData("[pscustomobject]@{ Attachments = @('a.txt') }")]
    [InlineData("[pscustomobject]@{ PacketNumber = 1; Id = 1 }")]
    [InlineData("[pscustomobject]@{ Name = 'x' }")]
    public void What_is_no_attachment_is_an_error_and_the_next_one_goes_on(string value)
    {
        _fixture.Make("a.txt");
        _fixture.Send("Send-IpMsg suzuki -Attachment a.txt");
        var result = _fixture.Suzuki.Try(value + ", $message | Save-IpMsgAttachment");
        ErrorTests.Clear(Assert.Single(result.Errors), ErrorCategory.InvalidArgument);
        Assert.StartsWith("InvalidAttachment,", result.Errors[0].FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(result.Output);
    }
}
