using System.Net;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>Maps senders and recipients to records of the store.</summary>
internal static class PeerMapping
{
    /// <summary>The sender of a message. The nickname of a sender that is not a member is its user name without the fingerprint.</summary>
    internal static HistoryPeer Of(IncomingMessage message) => new(
        message.User,
        message.Host,
        message.Sender?.NickName ?? FingerprintName.Bare(message.User),
        message.Sender?.GroupName ?? "",
        message.From.Address.ToString(),
        message.From.Port);

    /// <summary>The recipient of a delivery. A recipient that is only an address has no names.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="name">The name that the user gave; null for the nickname.</param>
    internal static HistoryPeer Of(Delivery delivery, string? name) => new(
        delivery.Member?.UserName ?? "",
        delivery.Member?.HostName ?? "",
        name ?? delivery.Member?.NickName ?? "",
        delivery.Member?.GroupName ?? "",
        delivery.To.Address.ToString(),
        delivery.To.Port);

    /// <summary>Address and port; 0.0.0.0 when a line that was edited by hand has no address.</summary>
    internal static IPEndPoint EndPoint(HistoryPeer peer) => new(
        IPAddress.TryParse(peer.Address, out var address) ? address : IPAddress.Any,
        peer.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort ? peer.Port : 0);
}
