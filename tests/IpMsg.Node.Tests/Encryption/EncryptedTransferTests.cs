using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Files between two nodes on real sockets, encrypted (R92).</summary>
public sealed class EncryptedTransferTests : EncryptedNodes
{
    [Fact]
    [Rule(83, 92)]
    public void R83_R92_a_file_arrives_whole_and_never_in_plaintext()
    {
        byte[] contents = Write("a.bin", 300_000);
        var request = Offer("a.bin", out var offer);
        Assert.Equal(SignatureStatus.Valid, Message.Envelope!.Check(KeyOf(Bob, Message.User, Message.Host)));
        byte[] wire = Talk(Request(request, out _, out var cipher), out _);
        Assert.True(wire.Length > contents.Length);
        Assert.True(wire.AsSpan().IndexOf(contents.AsSpan(1_000, 16)) < 0);
        using (cipher)
            cipher!.Transform(wire);
        Assert.True(wire.AsSpan().IndexOf(contents) > 0);

        var result = new AttachmentDownload(request, Options).Run(default);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
        Assert.True(SpinWait.SpinUntil(() => offer.Taken == 2, MaxWait));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [Rule(83, 92)]
    public void R83_R92_small_files_arrive_too(int length)
    {
        byte[] contents = Write("a.bin", length);
        var result = new AttachmentDownload(Offer("a.bin", out _), Options).Run(default);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
    }

    [Fact]
    [Rule(91, 92)]
    public void R91_R92_a_folder_arrives()
    {
        Directory.CreateDirectory(Folder[Path.Combine("offered", "docs", "deep")]);
        byte[] first = Write(Path.Combine("docs", "a.bin"), 70_000), second = Write(Path.Combine("docs", "deep", "b.bin"), 3);
        var result = new AttachmentDownload(Offer("docs", out _), Options).Run(default);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(result.Path, "a.bin")));
        Assert.Equal(second, File.ReadAllBytes(Path.Combine(result.Path, "deep", "b.bin")));
    }

    // Large enough for a thread of its own to decrypt what comes (ReadAhead): closing must not look like breaking off to the sender.
    [Theory]
    [InlineData("a.bin")]
    [InlineData("docs")]
    [Rule(89, 91)]
    public void R89_R91_what_is_large_arrives_too_and_counts_as_taken(string offered)
    {
        Directory.CreateDirectory(Folder[Path.Combine("offered", "docs")]);
        string name = offered == "docs" ? Path.Combine("docs", "a.bin") : offered;
        byte[] contents = Write(name, 5_000_003);
        var result = new AttachmentDownload(Offer(offered, out var offer), Options).Run(default);
        Assert.True(contents.AsSpan().SequenceEqual(File.ReadAllBytes(Folder[Path.Combine("target", name)])));
        Assert.Equal(contents.Length, result.Bytes);
        Assert.True(SpinWait.SpinUntil(() => offer.Taken == 1, MaxWait));
    }

    [Fact]
    [Rule(92, 94)]
    public void R94_R92_an_image_arrives()
    {
        byte[] png = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        File.WriteAllBytes(Folder[Path.Combine("offered", "a.png")], png);
        var request = Offer("a.png", out _, asImage: true);
        Assert.Equal(FileKind.Image, request.Attachment.Kind);
        var result = new AttachmentDownload(request, Options).Run(default);
        Assert.Equal(png, File.ReadAllBytes(result.Path));
    }

    [Fact]
    [Rule(90)]
    public void R90_what_was_left_of_an_encrypted_fetch_begins_anew()
    {
        byte[] contents = Write("a.bin", 400_000);
        var request = Offer("a.bin", out _);
        // Another client, which announces no offsets (R106).
        request = request with
        {
            Server = Cut(request.Server, 150_000, 0, 10, int.MaxValue),
            LocalAddress = null,
            Attachment = request.Attachment with { ExtendedAttributes = ExtendedAttributes.None },
        };
        var options = Options with { Resumes = true };
        // A broken transfer leaves its beginning, until there is something to replace it.
        long left = 0;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Throws<IpMsgException>(() => new AttachmentDownload(request, options).Run(default));
            long length = new FileInfo(Directory.GetFiles(Assert.Single(Directory.GetDirectories(options.Folder)), "content")
                .Single()).Length;
            Assert.InRange(length, Math.Max(1, left), 150_000);
            left = length;
        }
        var result = new AttachmentDownload(request, options).Run(default);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
        Assert.Equal((0, true), (result.ResumedAt, result.RestartedBecause is not null));
        Assert.Equal(["a.bin"], Directory.EnumerateFileSystemEntries(options.Folder).Select(Path.GetFileName));
    }

    [Fact]
    [Rule(92)]
    public void R92_a_server_that_answers_in_plaintext_is_found_out()
    {
        Write("a.bin", 5);
        var request = Offer("a.bin", out _);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var thread = new Thread(() =>
        {
            using var socket = server.AcceptSocket();
            socket.Receive(new byte[4096]);
            socket.Send("0018:a.bin:5:1:14=0:\0hello"u8);
        });
        thread.Start();
        var failure = Assert.Throws<IpMsgException>(
            () => new AttachmentDownload(request with { Server = (IPEndPoint)server.LocalEndpoint, LocalAddress = null }, Options)
                .Run(default));
        thread.Join();
        Assert.Equal(IpMsgErrorId.StreamMalformed, failure.ErrorId);
        Assert.Empty(Directory.GetFiles(Folder["target"]));
    }
}
