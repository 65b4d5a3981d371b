using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>
/// Tells whether a request comes from the recipient of a message: from the address to which the message went, under the names that he
/// has as a member (R84), or from anywhere with the signature of his key (R92). Of a mere address no names are known, and the address
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

    /// <summary>By names and address.</summary>
    internal bool IsRecipient(in Packet packet, IPAddress from, Delivery delivery)
    {
        if (!SameMachine(from, delivery.To.Address))
            return false;
        // As he was at the time, or as he is now: somebody first known as an address has since introduced himself.
        var now = _context.Roster.At(delivery.To);
        return delivery.Member is null && now is null
            || delivery.Member is { } then && HasNames(packet, then)
            || now is not null && HasNames(packet, now);
    }

    /// <summary>
    /// By names and an address at which the recipient is known: the one of the message, or another one of the same machine (R45).
    /// </summary>
    internal bool IsRecipient(in Packet packet, IPEndPoint from, Delivery delivery) =>
        IsRecipient(packet, from.Address, delivery)
        || delivery.Member is { } then && HasNames(packet, then) && _context.Roster.IsKnownAt(then, from);

    /// <summary>
    /// By names and signature. Whoever is listed at his address now is nobody: anybody may enter there in another's name. Nor is it enough
    /// that the names look alike, in the code page, to those of the signer.
    /// </summary>
    internal bool IsRecipient(in Packet packet, PublicKey signer, Delivery delivery) =>
        delivery.Member is { } then && HasNames(packet, then) && signer.Equals(_ring.Find(then.UserName, then.HostName)?.Key);

    private bool HasNames(in Packet packet, Member member) => PacketNames.AreOf(member, packet, _context.Settings.Codec);

    private static bool SameMachine(IPAddress left, IPAddress right) => Plain(left).Equals(Plain(right));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
