using System;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using Xunit;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>
/// Send-IpMsg -Encryption Required towards a client that asks for unencrypted contents, as the reference client does (R92).
/// </summary>
public sealed class PlaintextRefusalTests : IDisposable
{
    private readonly TransferFixture _fixture = new();

    public PlaintextRefusalTests()
    {
        _fixture.Make("a.txt");
        _fixture.Make("b.txt");
    }

    public void Dispose() => _fixture.Dispose();

    // The client asks for the first file only: it stops at the refusal.
    [Fact]
    [Rule(92)]
    public void R92_the_error_comes_at_once_and_says_why()
    {
        using var sending = _fixture.Sato.Begin("Send-IpMsg suzuki -Attachment a.txt, b.txt -Encryption Required -WaitDownload");
        _fixture.Suzuki.Run("$message = Receive-IpMsg -TimeoutSec 20 -Count 1");
        var offer = _fixture.SatoListens.Node.Offers.GetAll()[0].Offer;
        var settings = _fixture.SuzukiListens.Node.Settings;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Bind(new IPEndPoint(_fixture.SuzukiListens.Node.LocalEndPoint.Address, 0));
        socket.Connect(_fixture.SatoListens.Node.LocalEndPoint);
        socket.Send(Encoding.UTF8.GetBytes(
            $"1:9:{settings.UserName}:{settings.HostName}:96:{offer.Delivery.Number:x}:{offer.Attachment.Id:x}:0:\0"));
        Assert.Equal(0, socket.Receive(new byte[1]));

        var error = Assert.Single(sending.EndWithErrors());
        Assert.StartsWith("AttachmentNotTaken,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        ErrorTests.Clear(error, ErrorCategory.OperationStopped);
        const string why = "The recipient's client asks for unencrypted contents, and encryption is required";
        Assert.Contains($"'a.txt' (refused: {why}), 'b.txt' (refused: {why}).", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Encryption Auto", error.ErrorDetails?.RecommendedAction ?? error.ToString(), StringComparison.Ordinal);
        Assert.All(
            _fixture.Sato.All<IpMsgOffer>("Get-IpMsgOffer"), each => Assert.Equal((why + ".", "Waiting"), (each.Reason, each.State)));

        // Its user may change the setting: the offers stay.
        Assert.Equal(2, _fixture.Suzuki.Run("$message | Save-IpMsgAttachment").Count);
    }
}
