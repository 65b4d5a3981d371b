using System;
using System.IO;
using IpMsg.Node.Download;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Requests for encrypted files that were recorded, damaged, or are somebody else's (R92).</summary>
public sealed class EncryptedRequestTests : EncryptedNodes
{
    [Fact]
    [Rule(92)]
    public void R92_a_recorded_request_is_refused_the_second_time_with_its_flag_and_without()
    {
        Write("a.bin", 1_000);
        var download = Offer("a.bin", out _);
        byte[] request = Request(download, out _, out _);
        Assert.NotEmpty(Talk(request, out _));
        Assert.Empty(Talk(request, out _));
        Assert.Empty(Talk(request, out _, from: 9));
        // Nobody signs the flag, and without it the contents are no less protected.
        Assert.Empty(Talk(WithoutFlag(request, EncryptedFile), out _));
    }

    [Fact]
    [Rule(92)]
    public void R92_without_its_flag_a_request_brings_no_plaintext()
    {
        byte[] contents = Write("a.bin", 1_000);
        var download = Offer("a.bin", out _);
        byte[] wire = Talk(WithoutFlag(Request(download, out _, out var cipher), EncryptedFile), out _);
        Assert.True(wire.AsSpan().IndexOf(contents.AsSpan(0, 16)) < 0);
        cipher!.Transform(wire);
        Assert.True(wire.AsSpan().IndexOf(contents) > 0);
        cipher.Dispose();
        Assert.Empty(Talk(WithoutFlag(Request(download, out _, out _), Encrypted), out _));
        Assert.Empty(Talk(WithoutFlag(Request(download, out _, out _), Encrypted | EncryptedFile), out _));
    }

    [Fact]
    [Rule(92)]
    public void R92_a_wrong_signature_or_somebody_elses_name_gets_nothing()
    {
        Write("a.bin", 1_000);
        var download = Offer("a.bin", out _);
        var stranger = new OwnKeys(PrivateKey.Generate(2048), null);
        Assert.Empty(Talk(Request(download with { Protection = download.Protection! with { Own = stranger } }, out _, out _), out _));
        Assert.Empty(Talk(Request(download with { UserName = "carol", HostName = "CAROL-PC" }, out _, out _), out _));
        // The signature counts, not the address.
        Assert.NotEmpty(Talk(Request(download, out _, out _), out _, from: 9));
    }

    [Fact]
    [Rule(92)]
    public void R92_damaged_requests_get_nothing()
    {
        Write("a.bin", 1_000);
        var download = Offer("a.bin", out var offer);
        for (int i = 0; i < 12; i++)
        {
            byte[] request = Request(download, out _, out _);
            int at = 30 + i * (request.Length - 34) / 12;
            // No digit of a fingerprint or of flags: those may be in capitals, or bits that mean nothing.
            request[at] = (byte)(request[at] == 'x' ? 'y' : 'x');
            Assert.Empty(Talk(request, out _));
        }
        Assert.Equal(0, offer.Taken);
        Assert.NotEmpty(Talk(Request(download, out _, out _), out _));
    }

    [Fact]
    [Rule(92)]
    public void R92_where_encryption_is_required_plain_requests_and_plain_contents_are_refused()
    {
        Alice.Stop();
        Alice = Start("alice", 2, EncryptionPolicy.Required);
        byte[] contents = Write("a.bin", 1_000);
        var download = Offer("a.bin", out _);
        Assert.Throws<IpMsgException>(() => new AttachmentDownload(download with { Protection = null }, Options).Run(default));
        Assert.Empty(Talk(Request(download, out _, out _, FileBodyProtection.RequestOnly), out _));
        Assert.Empty(Talk(Request(download, out _, out _, FileBodyProtection.None), out _));
        var result = new AttachmentDownload(download, Options).Run(default);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
    }

    // The policy of the listener, or of the message alone.
    [Theory]
    [InlineData(EncryptionPolicy.Required, null)]
    [InlineData(EncryptionPolicy.Auto, EncryptionPolicy.Required)]
    [Rule(92)]
    public void R92_the_offer_says_that_its_recipient_asks_for_plain_contents(EncryptionPolicy listener, EncryptionPolicy? message)
    {
        Alice.Stop();
        Alice = Start("alice", 2, listener);
        byte[] contents = Write("a.bin", 1_000);
        var download = Offer("a.bin", out var offer, encryption: message);
        using var changes = Alice.Offers.Subscribe();
        foreach (var protection in (FileBodyProtection[])[FileBodyProtection.RequestOnly, FileBodyProtection.None])
            Assert.Empty(Talk(Request(download, out _, out _, protection), out _));
        Assert.True(changes.TryTake(out var change, MaxWait, default));
        Assert.Equal((offer, OfferState.Waiting), (change!.Offer, change.State));
        Assert.False(changes.TryTake(out _, TimeSpan.Zero, default));
        Assert.Equal(
            ("The recipient's client asks for unencrypted contents, and encryption is required.", true, 0),
            (offer.Reason, offer.Report.IsPlaintextRefused, offer.Taken));

        // Its user may change the setting and fetch it.
        Assert.Equal(contents, File.ReadAllBytes(new AttachmentDownload(download, Options).Run(default).Path));
        Assert.True(System.Threading.SpinWait.SpinUntil(() => offer.Taken == 1, MaxWait));
        Assert.Equal((null, false), (offer.Reason, offer.Report.IsPlaintextRefused));
    }

    [Fact]
    [Rule(92)]
    public void R92_a_stranger_at_another_address_changes_nothing_about_an_offer()
    {
        Alice.Stop();
        Alice = Start("alice", 2, EncryptionPolicy.Required);
        Write("a.bin", 1_000);
        var download = Offer("a.bin", out var offer);
        string request = $"1:5:{download.UserName}:{download.HostName}:96:{download.OfferNumber:x}:{download.Attachment.Id:x}:0:\0";
        Assert.Empty(Talk(System.Text.Encoding.UTF8.GetBytes(request), out _, from: 4));
        Assert.Null(offer.Reason);
        Assert.Empty(Talk(System.Text.Encoding.UTF8.GetBytes(request), out _));
        Assert.NotNull(offer.Reason);
    }

    [Fact]
    [Rule(92)]
    public void R92_the_reference_clients_form_brings_plain_contents_for_an_encrypted_request()
    {
        byte[] contents = Write("a.bin", 1_000);
        var download = Offer("a.bin", out _);
        byte[] request = Request(download, out _, out _, FileBodyProtection.RequestOnly);
        Assert.True(Talk(request, out _).AsSpan().IndexOf(contents) > 0);
        Assert.Empty(Talk(request, out _));
    }
}
