using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>
/// Decides on IPMSG_GETFILEDATA and IPMSG_GETDIRFILES: who may fetch what, and in which form (R79, R84, R92). The recipient of a message is
/// recognised by the address of the message and the names of the member (R84), or from any address by the signature of the member's key
/// (R92). For a message to a plain address without a known member, the address alone decides.
/// </summary>
internal sealed class FileRequestAuthorizer
{
    private readonly MemberContext _context;
    private readonly KeyRing _ring;
    private readonly Func<FileRequest, IReadOnlyList<Offer>> _offersOf;
    private readonly Action<Offer> _onPlaintextRefused;

    /// <param name="context">The settings and the known members.</param>
    /// <param name="ring">The known keys.</param>
    /// <param name="offersOf">The offers with the numbers of a request, one for each recipient.</param>
    /// <param name="onPlaintextRefused">Handles that the recipient of an offer asks for plaintext where encryption is required.</param>
    internal FileRequestAuthorizer(
        MemberContext context, KeyRing ring, Func<FileRequest, IReadOnlyList<Offer>> offersOf, Action<Offer> onPlaintextRefused)
    {
        _context = context;
        _ring = ring;
        _offersOf = offersOf;
        _onPlaintextRefused = onPlaintextRefused;
    }

    /// <summary>The offer that a request may fetch; null when the connection must be closed without a reply (R84).</summary>
    /// <param name="packet">The request.</param>
    /// <param name="decrypted">Its decrypted body; null when it is not encrypted.</param>
    /// <param name="from">The address of the peer.</param>
    internal GrantedRequest? Authorize(in Packet packet, DecryptedEnvelope? decrypted, IPAddress from)
    {
        bool isEncrypted = (packet.MessageFlags & MessageFlags.Encrypted) != 0;
        if (isEncrypted != decrypted is not null)
            return null;
        return decrypted is null ? AuthorizePlain(packet, from) : AuthorizeEncrypted(packet, decrypted, from);
    }

    // Checks names and address.
    private bool IsRecipient(in Packet packet, IPAddress from, Delivery delivery)
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
    /// Checks the names of the recipient, and that the packet comes from its address: that of the message, or where it is now (R124).
    /// </summary>
    internal bool IsRecipientThere(in Packet packet, IPEndPoint from, Delivery delivery) =>
        delivery.Member is { } then && HasNames(packet, then)
        && (SameMachine(from.Address, delivery.To.Address)
            || _context.Roster.At(from) is { IsAddressUnproved: false } now && KeyRing.NamesOf(now).Equals(KeyRing.NamesOf(then)));

    /// <summary>
    /// Checks names and signature. The member that is at the address now does not count, because entries can be forged. The signer's key
    /// must be the known key of the recipient: names alone may look alike in a code page.
    /// </summary>
    internal bool IsRecipient(in Packet packet, PublicKey signer, Delivery delivery) =>
        delivery.Member is { } then && HasNames(packet, then) && signer.Equals(_ring.Find(then.UserName, then.HostName)?.Key);

    private GrantedRequest? AuthorizePlain(in Packet packet, IPAddress from)
    {
        // Clones write ids, or all numbers, in decimal; the form is right when it matches an offer (R79).
        foreach (var numbers in new[] { FileRequestNumbers.Hex, FileRequestNumbers.DecimalId, FileRequestNumbers.Decimal })
        {
            if (FileRequestReader.TryRead(packet, out var request, numbers) && Find(packet, request, from) is { } offer)
                return MayServePlaintext(offer, isSigned: false) ? new GrantedRequest(offer, request, null) : null;
        }
        return null;
    }

    private bool MayServePlaintext(Offer offer, bool isSigned)
    {
        var message = offer.Delivery.Message;
        if (_context.Settings.RequiresEncryption || message.Encryption is EncryptionPolicy.Required or EncryptionPolicy.Verified)
        {
            _onPlaintextRefused(offer);
            return false;
        }
        return isSigned || !WouldSign(offer);
    }

    // A client that received the offer encrypted and supports protected requests uses them. An unsigned request from its address may come
    // from an attacker, who would get the contents in plaintext (R84).
    private bool WouldSign(Offer offer) => offer.Delivery is { Suite.IsSigned: true, Member: { } member }
        && (_ring.Find(member.UserName, member.HostName)?.Capabilities & Capabilities.PlainFileBody) is not (null or Capabilities.None);

    // A valid signature takes precedence over the address (R92).
    private GrantedRequest? AuthorizeEncrypted(in Packet packet, DecryptedEnvelope decrypted, IPAddress from)
    {
        if (!ProtectedFileRequest.TryRead(packet.Command, decrypted.Plaintext, out var request, out var proof))
            return null;
        if (((decrypted.Signer is { } signer ? Find(packet, request, signer) : null) ?? Find(packet, request, from)) is not { } offer)
            return null;
        // The signature covers the number in the header only when it is the initialisation vector. An unsigned number allows a replay.
        if (proof is { Protection: not FileBodyProtection.None, Number: null } && !decrypted.Suite.UsesPacketNumber)
            return null;
        PacketNumber.TryRead(packet.Number, out uint number);
        uint? lastNumber = offer.LastRequestNumber;
        bool isUnsigned = decrypted.Signer is null;
        if (!proof.IsAccepted(packet.MessageFlags, decrypted.Signature, isSameAddress: isUnsigned, number, ref lastNumber))
            return null;
        if (proof.Key is null && !MayServePlaintext(offer, isSigned: !isUnsigned))
            return null;
        offer.LastRequestNumber = lastNumber;
        return new GrantedRequest(offer, request, proof.Key);
    }

    private Offer? Find(in Packet packet, FileRequest request, IPAddress from)
    {
        foreach (var offer in _offersOf(request))
        {
            if (IsRecipient(packet, from, offer.Delivery))
                return offer;
        }
        return null;
    }

    private Offer? Find(in Packet packet, FileRequest request, PublicKey signer)
    {
        foreach (var offer in _offersOf(request))
        {
            if (IsRecipient(packet, signer, offer.Delivery))
                return offer;
        }
        return null;
    }

    /// <summary>True when the packet has the names of the member.</summary>
    internal bool HasNames(in Packet packet, Member member) => PacketNames.AreOf(member, packet, _context.Settings.Codec);

    private static bool SameMachine(IPAddress left, IPAddress right) =>
        RecipientAddresses.Plain(left).Equals(RecipientAddresses.Plain(right));

    /// <summary>A request that is granted.</summary>
    /// <param name="Offer">What may be fetched.</param>
    /// <param name="Request">What of it.</param>
    /// <param name="Key">The key for the contents; null for plaintext.</param>
    internal sealed record GrantedRequest(Offer Offer, FileRequest Request, byte[]? Key);
}
