using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>Attachments that went through Export-Clixml, a job, JSON, another runspace, or the end of their listener.</summary>
public sealed class DeserializedAttachmentTests : IDisposable
{
    private const string Revive = Deserialized.Function;

    private readonly TransferFixture _fixture = new();
    private readonly string _digest;
    private readonly IpMsgMessage _message;

    public DeserializedAttachmentTests()
    {
        _digest = TransferFixture.DigestOf(_fixture.MakeTree("文書"));
        _fixture.MakeImage("i.png");
        _message = _fixture.Send("Send-IpMsg suzuki hi -Attachment 文書 -Image i.png");
    }

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("Revive $message 1")]
    [InlineData("Revive $message 2")]
    [InlineData("Revive (Revive $message 1) 1")]
    [InlineData("Revive @($message) 2")]
    [InlineData("Revive ($message.Attachments + $message.Images) 1")]
    public void What_was_exported_is_saved(string revived)
    {
        var saved = _fixture.Suzuki.Run(Revive + revived + " | Save-IpMsgAttachment")
            .Select(each => (FileSystemInfo)each.BaseObject).ToList();
        Assert.Equal(["文書", _message.Images[0].Name], saved.Select(each => each.Name));
        Assert.Equal(_digest, TransferFixture.DigestOf(saved[0].FullName));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Exported_objects_keep_their_attachments_and_offers(int depth)
    {
        Assert.Equal("文書", Assert.Single(_fixture.Suzuki.Run(Revive + "(Revive $message $args[0]).Attachments[0].Name", depth)).ToString());
        Assert.Equal("文書 i.png",
            Assert.Single(_fixture.Sato.Run(Revive + "(Revive $delivery $args[0]).Offers.Name -join ' '", depth)).ToString());
        Assert.Equal("Waiting",
            Assert.Single(_fixture.Sato.Run(Revive + "(Revive (Get-IpMsgOffer -Name i.png) $args[0]).State.ToString()", depth)).ToString());
    }

    [Fact]
    public void Lines_of_JSON_are_saved()
    {
        foreach (object? line in (object[])[FromJson(Json(_message)), FromJson(JsonOf(_message.Attachments[0]).ToString()!)])
        {
            var saved = _fixture.Suzuki.Run("$args[0] | Save-IpMsgAttachment -Force", line);
            Assert.Equal(_digest, TransferFixture.DigestOf(((DirectoryInfo)saved[0].BaseObject).FullName));
        }
    }

    [Theory]
    [InlineData("Port", 0)]
    [InlineData("Port", 99999)]
    [InlineData("Port", "x")]
    [InlineData("Address", "nowhere")]
    [InlineData("Address", null)]
    [InlineData("Id", -1)]
    [InlineData("Id", 5_000_000_000)]
    [InlineData("PacketNumber", null)]
    [InlineData("PacketNumber", "x")]
    [InlineData("Kind", "Nonsense")]
    [InlineData("Kind", 99)]
    [InlineData("Name", "")]
    [InlineData("UserName", null)]
    [InlineData("HostName", null)]
    [InlineData("IsUtf8", null)]
    [InlineData("LocalAddress", "here")]
    public void What_is_missing_or_wrong_is_named(string property, object? value)
    {
        var revived = FromJson(JsonOf(_message.Attachments[0]).ToString()!);
        revived.Properties[property].Value = value;
        var error = _fixture.Suzuki.Fails("InvalidAttachment", "$args[0] | Save-IpMsgAttachment", revived);
        Assert.Contains(property, error.ToString(), StringComparison.Ordinal);
        ErrorTests.Clear(error, ErrorCategory.InvalidArgument);
    }

    [Fact]
    public void A_message_that_was_exported_sealed_says_so()
    {
        _fixture.Send("Send-IpMsg suzuki hi -Sealed -Attachment 文書");
        _fixture.Suzuki.Fails("InvalidMessage", Revive + "Revive $message 2 | Save-IpMsgAttachment");
    }

    [Fact]
    public void Another_runspace_saves_through_the_listener_that_received_it()
    {
        var other = _fixture.Lan.Session();
        Assert.Equal(_digest,
            TransferFixture.DigestOf(
                other.One<DirectoryInfo>("$args[0].Attachments | Save-IpMsgAttachment -Path $args[1]", _message,
                    _fixture.Target).FullName));
        Assert.Empty(other.Run("Get-IpMsgListener"));
    }

    [Theory]
    [InlineData("$message.Attachments")]
    [InlineData("Revive $message.Attachments 1")]
    public void After_a_new_start_files_are_still_to_be_had(string what)
    {
        _fixture.Suzuki.Run("Stop-IpMsgListener; Start-IpMsgListener -NickName Suzuki" + _fixture.Lan.At(2));
        Assert.Equal(_digest,
            TransferFixture.DigestOf(_fixture.Suzuki.One<DirectoryInfo>(Revive + what + " | Save-IpMsgAttachment").FullName));
    }

    [Fact]
    [Rule(92)]
    public async Task R92_a_sender_that_answers_no_entry_gets_a_key_request_and_then_an_encrypted_request()
    {
        var peer = _fixture.Lan.Peer(3);
        var key = PrivateKey.Generate(2048).Public;
        peer.AnswersEntries = false;
        peer.Also = datagram => datagram.Command == 0x72 ? (0x73, "65920006:10001-" + Convert.ToHexStringLower(key.Modulus)) : null;
        var server = new TcpListener(peer.EndPoint);
        server.Start();
        peer.Send(_fixture.SuzukiListens.Node.LocalEndPoint, Wire.SendMessage | Wire.SendCheck | Wire.FileAttach | Wire.Utf8 | Wire.CanUtf8,
            "here\0" + "7:x:3e8:6553f100:1:\a\0");
        _fixture.Suzuki.Run(
            Revive + "$kept = Revive (Receive-IpMsg -TimeoutSec 20 -Count 1).Attachments 1; Stop-IpMsgListener; Start-IpMsgListener"
                + _fixture.Lan.At(2));
        var request = Task.Run(() =>
        {
            using var connection = server.AcceptSocket();
            byte[] buffer = new byte[4_096];
            return Encoding.ASCII.GetString(buffer, 0, connection.Receive(buffer));
        });
        _fixture.Suzuki.Fails("AttachmentUnavailable", "$kept | Save-IpMsgAttachment $args[0]", _fixture.Target);
        string asked = await request;
        server.Stop();
        Assert.NotEqual(0u, uint.Parse(asked.Split(':')[4], CultureInfo.InvariantCulture) & (uint)MessageFlags.Encrypted);
    }

    [Fact]
    public void A_listener_that_the_sender_does_not_know_sends_an_entry_first()
    {
        var peer = _fixture.Lan.Member(_fixture.SuzukiListens, 3, "iptux");
        using var sender = new SlowSender(peer, 1);
        sender.Offer(_fixture.SuzukiListens, "x", 1);
        _fixture.Suzuki.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1");
        var message = _fixture.Suzuki.One<IpMsgMessage>("$message");
        var other = _fixture.Lan.Session();
        _fixture.Lan.Listen(other, 4);
        Assert.Single(other.Run("$args[0].Attachments | Save-IpMsgAttachment -Path $args[1] -Listener (Get-IpMsgListener)", message,
            _fixture.Target));
        Assert.Contains(peer.ReceivedOf(Wire.Entry), each => each.From.Equals(_fixture.Lan.EndPoint(4)));
    }

    private static string Json(IpMsgMessage message) =>
        "{\"ReceivedAt\":\"2026-01-02T03:04:05Z\",\"From\":{\"NickName\":\"Sato\"},\"PacketNumber\":\"" + message.PacketNumber
            + "\",\"Text\":\"hi\",\"IsSealed\":false,\"Attachments\":["
        + string.Join(',', message.Attachments.Concat(message.Images).Select(JsonOf)) + "]}";

    private static string JsonOf(IpMsgAttachment attachment) => JsonSerializer.Serialize(new
    {
        attachment.Name,
        Kind = attachment.Kind.ToString(),
        attachment.Size,
        LastWriteTime = attachment.LastWriteTime?.ToString("o", CultureInfo.InvariantCulture),
        attachment.Id,
        attachment.PacketNumber,
        attachment.Address,
        attachment.Port,
        attachment.UserName,
        attachment.HostName,
        attachment.LocalAddress,
        attachment.IsUtf8,
        attachment.Position,
    });

    // What ConvertFrom-Json makes of it; the bare engine has none.
    private static PSObject FromJson(string json) => (PSObject)Of(JsonDocument.Parse(json).RootElement)!;

    private static object? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Aggregate(new PSObject(), (made, each) =>
        {
            made.Properties.Add(new PSNoteProperty(each.Name, Of(each.Value)));
            return made;
        }),
        JsonValueKind.Array => value.EnumerateArray().Select(Of).ToArray(),
        JsonValueKind.Number => value.GetInt64(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
