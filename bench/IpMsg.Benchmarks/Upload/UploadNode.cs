using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Benchmarks.Upload;

/// <summary>A member that offers files to this machine.</summary>
internal sealed class UploadNode : IDisposable
{
    private readonly MemberNode _node;
    private readonly Dictionary<string, Offer> _offers = [];
    private long _folderLength;

    internal UploadNode(string scratch) => _node = MemberNode.Start(new NodeOptions
    {
        Address = IPAddress.Loopback,
        Port = 0,
        KeyPath = Path.Combine(scratch, "keys"),
        IsSilent = true,
        Encryption = EncryptionPolicy.Off,
    });

    /// <summary>Downloads a file or folder and discards it.</summary>
    internal long Take(string path, Command command, Stream? to = null)
    {
        var offer = OfferOf(path);
        string numbers = FormattableString.Invariant($"{offer.Delivery.Number:x}:{offer.Attachment.Id:x}:");
        string offset = command == Command.GetFileData ? "0:" : "";
        string request = FormattableString.Invariant($"1:1:user:host:{(uint)command | 0x800000}:{numbers}{offset}\0");
        // The first download of a folder finds its length, by reading to the end of its stream.
        long length = command == Command.GetFileData ? offer.Attachment.Size : _folderLength > 0 ? _folderLength : Measure(request);
        return RawClient.Take(_node.LocalEndPoint.Port, request, length, to);
    }

    /// <summary>The request of a recipient.</summary>
    internal DownloadRequest RequestOf(string path) => new(_node.LocalEndPoint, OfferOf(path).Delivery.Number, OfferOf(path).Attachment);

    public void Dispose() => _node.Stop();

    private long Measure(string request) => _folderLength = FolderLength.Measure(_node.LocalEndPoint.Port, request);

    private Offer OfferOf(string path) => _offers.TryGetValue(path, out var offer) ? offer : _offers[path] = Offer(path);

    private Offer Offer(string path)
    {
        var message = new OutgoingMessage("") { Files = [OfferFactory.Describe(path)] };
        var deliveries = _node.Outbox.Compose(message, [new IPEndPoint(IPAddress.Loopback, 9)]).Deliveries;
        _node.Outbox.Send(deliveries, null);
        return deliveries[0].Offers[0];
    }
}
