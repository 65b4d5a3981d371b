using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Two nodes with a proxy between them that cuts transfers, for downloads that resume.</summary>
public abstract class ResumingNodes : EncryptedNodes
{
    internal const int Overlap = 65_536;

    private AnswerProxy? _proxy;

    internal AnswerProxy Proxy => _proxy ??= new AnswerProxy(Alice.LocalEndPoint, Bob.LocalEndPoint.Address);

    /// <summary>The reasons for a new start, with the number of requests before each.</summary>
    internal List<(int Requests, string Reason)> Restarts { get; } = [];

    internal string Staged => Path.Combine(Assert.Single(Directory.GetDirectories(Folder["target"], ".ipmsg-*")), "content");

    public override void Dispose()
    {
        _proxy?.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The last offer.</summary>
    internal Offer Offered { get; private set; } = null!;

    /// <summary>An offer of that file, to be fetched through the proxy.</summary>
    internal DownloadRequest OfferThroughProxy(string name)
    {
        var request = Offer(name, out var offer) with { Server = Proxy.EndPoint, LocalAddress = null };
        Offered = offer;
        return request;
    }

    internal DownloadResult Fetch(DownloadRequest request) => Download(request).Run(default);

    internal AttachmentDownload Download(DownloadRequest request) => new(request, Options with { Resumes = true })
    {
        OnRestart = reason => Restarts.Add((Proxy.Requests.Count, reason)),
    };

    /// <summary>Fetches until the connection ends after so many bytes of the answer.</summary>
    internal AttachmentDownload Break(DownloadRequest request, int after, IpMsgErrorId expected = IpMsgErrorId.TransferBroken)
    {
        Proxy.Cuts.Enqueue(after);
        var download = Download(request);
        Assert.Equal(expected, Assert.Throws<IpMsgException>(() => download.Run(default)).ErrorId);
        // Four transfers of an offer run at once, and those that the server still believes in count.
        Assert.True(SpinWait.SpinUntil(() => Offered.State != OfferState.Sending, MaxWait));
        return download;
    }

    internal static void RequireEqual(byte[] contents, DownloadResult result)
    {
        Assert.True(contents.AsSpan().SequenceEqual(File.ReadAllBytes(result.Path)));
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(result.Path)!));
    }

    /// <summary>A request as Alice reads it.</summary>
    internal ReadRequest Read(byte[] bytes)
    {
        var assembler = new FileRequestAssembler();
        assembler.Feed(bytes);
        Assert.True(assembler.TryRead(out var packet));
        var decrypted = EnvelopeDecryptor.Decrypt(EnvelopeReader.Read(packet.Body)!, packet.Number, Alice.Settings.Keys!,
            Bob.Settings.Keys!.Usual!.Public)!;
        Assert.Equal(SignatureStatus.Valid, decrypted.Signature);
        Assert.True(ProtectedFileRequest.TryRead(packet.Command, decrypted.Plaintext, out var request, out var proof));
        return new ReadRequest(packet.CommandWord, request, proof.Key!, Encoding.ASCII.GetString(packet.Number),
            Encoding.ASCII.GetString(decrypted.Plaintext));
    }

    internal static void SendEncrypted(Socket socket, ReadRequest request, byte[] bytes)
    {
        byte[] copy = [.. bytes];
        using (var cipher = new TransferCipher(request.Key, Encoding.ASCII.GetBytes(request.Number)))
            cipher.Transform(copy);
        socket.Send(copy);
    }

    internal sealed record ReadRequest(uint CommandWord, FileRequest Request, byte[] Key, string Number, string Plaintext);
}
