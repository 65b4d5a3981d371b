using System;
using System.IO;
using IpMsg.Node.Download;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
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
