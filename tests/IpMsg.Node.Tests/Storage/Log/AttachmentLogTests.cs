using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using IpMsg.Node.Storage.Log;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;
using Xunit;
using static IpMsg.Node.TestChild.SampleMessages;

namespace IpMsg.Node.Tests.Storage.Log;

public sealed class AttachmentLogTests : IDisposable
{
    private static readonly LogOwner s_owner = new("alice", "ALICE-PC", null);

    private readonly TemporaryFolder _folder = new();
    private readonly LogOutcome _outcome = new();

    public void Dispose() => _folder.Dispose();

    private JsonElement Log(LogOwner owner, MessageFlags flags, params Attachment[] attachments)
    {
        var message = Message("look", "0017", flags);
        message.Attachments = attachments;
        using (var log = _outcome.Open(_folder["log"], owner: owner))
            log.Append(message);
        return JsonDocument.Parse(File.ReadLines(_folder["log"]).Last()).RootElement;
    }

    [Fact]
    public void All_that_is_needed_to_fetch_a_file_is_in_the_line()
    {
        var time = new DateTimeOffset(2026, 11, 22, 1, 2, 3, TimeSpan.Zero);
        var line = Log(s_owner, MessageFlags.Attachments | MessageFlags.Utf8,
            new Attachment(4_000_000_000, "報告:1.txt", 5_000_000_000, FileKind.Regular) { Modified = time },
            new Attachment(2, "docs", 0, FileKind.Folder));
        Assert.Equal("""
            [{"Name":"報告:1.txt","Kind":"Regular","Size":5000000000,"LastWriteTime":"2026-11-22T01:02:03.0000000Z","Id":4000000000,
            "PacketNumber":"0017","Address":"10.1.2.3","Port":2425,"UserName":"alice","HostName":"ALICE-PC","IsUtf8":true},
            {"Name":"docs","Kind":"Folder","Size":0,"Id":2,
            "PacketNumber":"0017","Address":"10.1.2.3","Port":2425,"UserName":"alice","HostName":"ALICE-PC","IsUtf8":true}]
            """.ReplaceLineEndings(""), line.GetProperty("Attachments").GetRawText());
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [Rule(106)]
    public void R106_the_line_keeps_that_the_sender_knows_offsets(ulong value, bool isKept)
    {
        var file = new Attachment(1, "a", 10, FileKind.Regular)
        { ExtendedAttributes = new ExtendedAttributes(new ExtendedAttribute(ExtendedAttributeKey.EncryptedOffsets, value)) };
        var logged = Log(s_owner, MessageFlags.Attachments, file).GetProperty("Attachments")[0];
        Assert.Equal(isKept, logged.TryGetProperty("HasEncryptedOffsets", out var kept) && kept.GetBoolean());
    }

    [Fact]
    public void An_image_has_its_place_and_a_listener_bound_to_one_address_that()
    {
        var image = new Attachment(1, "x.png", 10, FileKind.Image)
        { ExtendedAttributes = new ExtendedAttributes(new ExtendedAttribute(ExtendedAttributeKey.Position, 0)) };
        var logged = Log(s_owner with { LocalAddress = "10.1.2.9" }, MessageFlags.Attachments, image).GetProperty("Attachments")[0];
        Assert.Equal((0, "10.1.2.9", "Image", false),
            (logged.GetProperty("Position").GetInt32(), logged.GetProperty("LocalAddress").GetString(),
                logged.GetProperty("Kind").GetString(), logged.GetProperty("IsUtf8").GetBoolean()));
    }

    [Fact]
    [Rule(56)]
    public void R56_of_a_message_not_to_be_logged_no_name_stays()
    {
        var line = Log(s_owner, MessageFlags.Attachments | MessageFlags.NoLog,
            new Attachment(7, "secret.txt", 5, FileKind.Regular) { Modified = DateTimeOffset.UtcNow });
        Assert.Equal("""[{"Kind":"Regular","Size":5,"Id":7,"PacketNumber":"0017"}]""", line.GetProperty("Attachments").GetRawText());
    }

    [Fact]
    public void Without_attachments_there_is_no_list() =>
        Assert.False(Log(s_owner, MessageFlags.Attachments).TryGetProperty("Attachments", out _));
}
