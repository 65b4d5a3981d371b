using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Attachments;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>Files whose names clients on Windows cannot have, sent with Send-IpMsg (R115).</summary>
public sealed class SentNameTests : IDisposable
{
    private const string Bad = "x?q*\"<>|.txt", Sent = "x_q_____.txt";

    private readonly TransferFixture _fixture = new();
    private readonly ScriptedPeer _tanaka;

    public SentNameTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No such names there.");
        _tanaka = _fixture.Lan.Member(_fixture.SatoListens, 3, "tanaka", peer => peer.Status |= Wire.FileAttach);
        foreach (string name in (string[])["a.txt", Bad, "z.txt"])
            _fixture.Make(name);
    }

    public void Dispose() => _fixture.Dispose();

    // As the reference client reads a list: the first name that Windows cannot have ends it.
    private string[] ReadOnWindows() =>
    [
        .. Encoding.UTF8.GetString(_tanaka.Await(Wire.SendMessage)[^1].Bytes).Split('\0')[1]
            .Split('\a', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split(':')[1])
            .TakeWhile(name => !SafeFileName.Of(name, NameRules.Windows).IsChanged),
    ];

    private void Fetch(IpMsgOffer offer)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Bind(new IPEndPoint(_tanaka.EndPoint.Address, 0));
        socket.Connect(_fixture.SatoListens.Node.LocalEndPoint);
        string numbers = $"{offer.PacketNumber:x}:{offer.Offer.Attachment.Id:x}";
        socket.Send(Encoding.UTF8.GetBytes($"1:9:{_tanaka.User}:{_tanaka.Host}:{0x62 | Wire.Utf8}:{numbers}:\0"));
        byte[] buffer = new byte[65_536];
        while (socket.Receive(buffer) > 0)
        {
            // It reads to the end.
        }
    }

    [Fact]
    [Rule(115)]
    public void R115_every_attachment_arrives_and_a_warning_names_both()
    {
        var result = _fixture.Sato.Try("Send-IpMsg tanaka, suzuki hi -Attachment a.txt, $args[0], z.txt", Bad);
        Assert.Empty(result.AllErrors);
        Assert.Equal(
            $"Clients on Windows cannot have these names, so others are sent: '{Bad}' as '{Sent}'.", Assert.Single(result.Warnings));
        Assert.Equal(["a.txt", Sent, "z.txt"], ReadOnWindows());
        var offers = _fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer tanaka");
        Assert.Equal([("a.txt", "a.txt"), (Bad, Sent), ("z.txt", "z.txt")], offers.Select(each => (each.Name, each.SentName)));
        Assert.All(_fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer suzuki"), each => Assert.Equal(each.Name, each.SentName));
    }

    [Fact]
    [Rule(115)]
    public void R115_WarningAction_Stop_sends_nothing()
    {
        Assert.NotEmpty(_fixture.Sato.Try("Send-IpMsg tanaka hi -Attachment $args[0] -WarningAction Stop", Bad).AllErrors);
        _fixture.Sato.Run("Send-IpMsg tanaka second");
        Assert.Single(_tanaka.Await(Wire.SendMessage));
    }

    [Fact]
    [Rule(115)]
    public void R115_two_listeners_keep_the_name()
    {
        var result = _fixture.Sato.Try("Send-IpMsg suzuki hi -Attachment $args[0]", Bad);
        Assert.Empty(result.Warnings);
        Assert.Equal(Bad, _fixture.Suzuki.One<FileInfo>("Receive-IpMsg -TimeoutSec 20 -Count 1 | Save-IpMsgAttachment").Name);
    }

    [Fact]
    [Rule(115)]
    public void R115_names_inside_a_folder_are_in_a_warning_when_it_is_taken()
    {
        _fixture.Make("docs/sub/" + Bad);
        using var sending = _fixture.Sato.Begin("Send-IpMsg tanaka -Attachment docs -WaitDownload");
        _tanaka.Await(Wire.SendMessage);
        Fetch(_fixture.SatoListens.Node.Offers.GetAll().Select(each => new IpMsgOffer(each.Offer, _fixture.SatoListens)).Single());
        var offer = Assert.Single(Assert.Single(sending.End<IpMsgDelivery>()).Offers);
        Assert.Equal(
            $"tanaka got entries of 'docs' under other names: 'sub/{Bad}' as '{Sent}'.", Assert.Single(sending.Warnings));
        Assert.Equal($"sub/{Bad} -> {Sent}", Assert.Single(offer.RenamedEntries!));
        Assert.Equal($"'sub/{Bad}' was sent as '{Sent}'.", offer.Reason);
    }
}
