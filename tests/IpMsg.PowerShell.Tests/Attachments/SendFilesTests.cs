using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>What Send-IpMsg makes of its attachments, told by what the recipient is offered.</summary>
public sealed class SendFilesTests : IDisposable
{
    private readonly TransferFixture _fixture = new();

    public SendFilesTests()
    {
        foreach (string name in (string[])["a.log", "b.log", "c.txt", "report[1].txt", "sub/a.log"])
            _fixture.Make(name);
    }

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("Send-IpMsg suzuki logs -Attachment a.log", "logs: a.log")]
    [InlineData("Send-IpMsg suzuki logs -Attachment a.log, c.txt", "logs: a.log c.txt")]
    [InlineData("Send-IpMsg suzuki logs -Attachment *.log", "logs: a.log b.log")]
    [InlineData("Send-IpMsg suzuki logs -Attachment $source/a.log", "logs: a.log")]
    [InlineData("Send-IpMsg suzuki logs -Attachment 'report[1].txt'", "logs: report[1].txt")]
    [InlineData("Send-IpMsg suzuki logs -Attachment 'report?1?.txt'", "logs: report[1].txt")]
    [InlineData("Send-IpMsg suzuki logs -Attachment 'report`[1`].txt'", "logs: report[1].txt")]
    [InlineData("Send-IpMsg suzuki logs -Attachment '[ab].log'", "logs: a.log b.log")]
    [InlineData("Send-IpMsg suzuki logs -Attachment sub", "logs: sub/")]
    [InlineData("Send-IpMsg suzuki logs -Attachment sub/", "logs: sub/")]
    [InlineData("Send-IpMsg suzuki logs -Attachment a.log, sub/a.log", "logs: a.log a.log")]
    [InlineData("Send-IpMsg suzuki logs -Attachment ([IO.FileInfo]\"$source/a.log\")", "logs: a.log")]
    [InlineData("Send-IpMsg suzuki logs -Attachment ([IO.DirectoryInfo]\"$source/sub\"), c.txt", "logs: sub/ c.txt")]
    [InlineData("Send-IpMsg suzuki -Attachment a.log", ": a.log")]
    [InlineData("Send-IpMsg suzuki '' -Attachment a.log", ": a.log")]
    [InlineData("[IO.FileInfo]\"$source/a.log\", [IO.FileInfo]\"$source/b.log\" | Send-IpMsg suzuki logs", "logs: a.log b.log")]
    [InlineData("[IO.FileInfo]\"$source/a.log\" | Send-IpMsg suzuki", ": a.log")]
    [InlineData("[IO.FileInfo]\"$source/a.log\" | Send-IpMsg suzuki logs -Attachment c.txt", "logs: a.log c.txt")]
    [InlineData("(Get-IpMsgMember suzuki), [IO.FileInfo]\"$source/a.log\" | Send-IpMsg logs", "logs: a.log")]
    [InlineData("Get-IpMsgMember suzuki | Send-IpMsg logs -Attachment a.log", "logs: a.log")]
    [InlineData("Get-IpMsgMember suzuki | Send-IpMsg -Attachment a.log", ": a.log")]
    [InlineData("'logs' | Send-IpMsg suzuki -Attachment a.log", "logs: a.log")]
    public void Attachments_arrive_as_one_message(string script, string outcome)
    {
        var message = _fixture.Send(script);
        Assert.Equal(outcome,
            message.Text + ": "
                + string.Join(' ', message.Attachments.Select(each => each.Name + (each.Kind == nameof(FileKind.Folder) ? "/" : ""))));
        Assert.Empty(message.Images);
        Assert.Empty(_fixture.Suzuki.Run("Receive-IpMsg"));
    }

    [Theory]
    [InlineData("Send-IpMsg suzuki logs -Attachment missing.txt", "AttachmentNotFound", "missing.txt")]
    [InlineData("Send-IpMsg suzuki logs -Attachment a.log, missing.txt", "AttachmentNotFound", "missing.txt")]
    [InlineData("Send-IpMsg suzuki logs -Attachment no*.txt", "AttachmentNotFound", "no*.txt")]
    [InlineData("Send-IpMsg suzuki logs -Attachment 'no[.txt'", "AttachmentNotFound", "no[.txt")]
    [InlineData("Send-IpMsg suzuki logs -Attachment Env:PATH", "AttachmentNotFound", "Env:PATH")]
    [InlineData("[IO.FileInfo]'/no/such-file' | Send-IpMsg suzuki logs", "AttachmentNotFound", "such-file")]
    [InlineData("Send-IpMsg suzuki logs -Attachment 42", "InputNotSupported", "42")]
    [InlineData("Send-IpMsg suzuki logs -Image c.txt", "AttachmentNotSupported", "c.txt")]
    [InlineData("Send-IpMsg logs -Broadcast -Attachment a.log", "AmbiguousInput", "a.log")]
    [InlineData("Send-IpMsg suzuki logs -NoAnnounce -Attachment a.log", "AmbiguousInput", "a.log")]
    [InlineData("[IO.FileInfo]\"$source/a.log\" | Send-IpMsg logs -Broadcast", "AmbiguousInput", "a.log")]
    [InlineData("Send-IpMsg suzuki logs -Attachment a.log -WaitDownload -NoWait", "AmbiguousInput", "Send-IpMsg")]
    [InlineData("[IO.FileInfo]\"$source/a.log\", 'text' | Send-IpMsg suzuki", "AmbiguousInput", "text")]
    [InlineData("[IO.FileInfo]\"$source/a.log\" | Send-IpMsg -Message x", "NoRecipient", "x")]
    public void Whatever_is_wrong_with_them_nothing_is_sent(string script, string id, string target)
    {
        var error = _fixture.Sato.Fails(id, script);
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.EndsWith(target, error.TargetObject.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Empty(_fixture.Sato.Run("Get-IpMsgOffer"));
        Assert.Equal("mark", _fixture.Send("Send-IpMsg suzuki mark").Text);
    }

    [Theory]
    [InlineData("Send-IpMsg suzuki logs -Attachment a.log -WhatIf")]
    [InlineData("[IO.FileInfo]\"$source/a.log\" | Send-IpMsg suzuki -WhatIf")]
    public void WhatIf_sends_and_offers_nothing(string script)
    {
        _fixture.Sato.Run(script);
        Assert.Contains("a.log", _fixture.Sato.Host.Text, StringComparison.Ordinal);
        Assert.Empty(_fixture.Sato.Run("Get-IpMsgOffer"));
        Assert.Equal("mark", _fixture.Send("Send-IpMsg suzuki mark").Text);
    }

    [Theory]
    [InlineData("0:0")]
    [InlineData("-1:0")]
    [InlineData("40000.0:0")]
    public void A_lifetime_is_longer_than_nothing(string lifetime) =>
        Assert.Equal(ErrorCategory.InvalidData,
            Assert.Single(
                _fixture.Sato.Try("Send-IpMsg suzuki logs -Attachment a.log -OfferLifetime " + lifetime).AllErrors).CategoryInfo.Category);

    [Fact]
    public void A_client_that_cannot_receive_files_is_warned_of_and_gets_the_message()
    {
        _fixture.Lan.Member(_fixture.SatoListens, 3, "old");
        var result = _fixture.Sato.Try("Send-IpMsg old logs -Attachment a.log");
        Assert.Contains("old", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(nameof(DeliveryStatus.Confirmed), ((IpMsgDelivery)Assert.Single(result.Output).BaseObject).Status);
    }

    [Fact]
    public void Iptux_is_not_warned_of()
    {
        var peer = _fixture.Lan.Peer(3, "tux");
        peer.AnswersEntries = false;
        peer.SendRaw(_fixture.SatoListens.Node.LocalEndPoint, $"1_iptux 0.8.3:5:{peer.User}:{peer.Host}:257:tux\0\0icon.png\0utf-8\0");
        Eventually.True(() => _fixture.SatoListens.Node.Members.Find(peer.EndPoint) is not null, "tux is known");
        Assert.Empty(_fixture.Sato.Try("Send-IpMsg tux logs -Attachment a.log").Warnings);
    }

    [Fact]
    public void A_list_that_no_datagram_holds_is_too_long()
    {
        string folder = Path.Combine(_fixture.Source, "many");
        Directory.CreateDirectory(folder);
        for (int i = 0; i < 400; i++)
            File.WriteAllText(Path.Combine(folder, new string('x', 150) + i), "");
        Assert.Contains("a folder counts as one",
            _fixture.Sato.Fails("MessageTooLong", "Send-IpMsg suzuki logs -Attachment many/*").ErrorDetails.RecommendedAction,
            StringComparison.Ordinal);
        Assert.Empty(_fixture.Sato.Run("Get-IpMsgOffer"));
        Assert.Single(_fixture.Send("Send-IpMsg suzuki logs -Attachment many").Attachments);
    }
}
