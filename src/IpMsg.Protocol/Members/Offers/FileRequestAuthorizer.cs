using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>
/// Checks whether a request comes from the recipient of a message: from the address of the message and under the names of the member (R84),
/// or from any address with the signature of the member's key (R92). For a message to a plain address without a known member, the address
/// alone decides.
/// </summary>
internal sealed class FileRequestAuthorizer
{
    private readonly MemberContext _context;
    private readonly KeyRing _ring;

    internal FileRequestAuthorizer(MemberContext context, KeyRing ring)
    {
        _context = context;
        _ring = ring;
    }

    /// <summary>Checks names and address.</summary>
    internal bool IsRecipient(in Packet packet, IPAddress from, Delivery delivery)
    {
        if (!SameMachine(from, delivery.To.Address))
            return false;
        // The recipient at the time of the message, or the member at the address now: a plain address may have become a member since.
        var now = _context.Roster.At(delivery.To);
        return delivery.Member is null && now is null
            || delivery.Member is { } then && HasNames(packet, then)
            || now is not null && HasNames(packet, now);
    }

    /// <summary>
    /// Checks names and endpoint: the address of the message, or another endpoint at which the recipient is known (R45).
    /// </summary>
    internal bool IsRecipient(in Packet packet, IPEndPoint from, Delivery delivery) =>
        IsRecipient(packet, from.Address, delivery)
        || delivery.Member is { } then && HasNames(packet, then) && _context.Roster.IsKnownAt(then, from);

    /// <summary>
    /// Checks names and signature. The member that is at the address now does not count, because entries can be forged. The signer's key
    /// must be the known key of the recipient: names alone may look alike in a code page.
    /// </summary>
    internal bool IsRecipient(in Packet packet, PublicKey signer, Delivery delivery) =>
        delivery.Member is { } then && HasNames(packet, then) && signer.Equals(_ring.Find(then.UserName, then.HostName)?.Key);

    private bool HasNames(in Packet packet, Member member) => PacketNames.AreOf(member, packet, _context.Settings.Codec);

    private static bool SameMachine(IPAddress left, IPAddress right) => Plain(left).Equals(Plain(right));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
