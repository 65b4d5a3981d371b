using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>
/// Decides which offers an IPMSG_RELEASEFILES ends (R88, R124). Other clients never sign it, so the release of an encrypted offer is marked
/// as unproved; members of this kind sign theirs.
/// </summary>
/// <param name="context">Settings, time and outputs.</param>
/// <param name="authorizer">Recognises the recipient of an offer.</param>
/// <param name="standings">The standing of the sender, for the limit of checks.</param>
/// <param name="onReleased">Ends offers; true when nothing proves that the recipient has released them.</param>
internal sealed class OfferReleases(
    MemberContext context, FileRequestAuthorizer authorizer, Standings standings, Action<IReadOnlyList<Offer>, bool> onReleased)
{
    private const int PerAddress = 4, PerSecond = 128;

    private static readonly ShareRates s_rates = new(new Rate(PerAddress, PerAddress), new Rate(PerSecond, PerSecond));

    private readonly Shares<IPAddress> _checks = new(s_rates, s_rates, s_rates);

    /// <summary>Handles the packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="from">The endpoint of its sender.</param>
    /// <param name="offers">All offers of the message that it names, to all recipients.</param>
    internal void Handle(in Packet packet, IPEndPoint from, IReadOnlyList<Offer> offers)
    {
        byte[]? signature = SignedLines.SignatureInExt(packet);
        var plain = new List<Offer>();
        var unproved = new List<Offer>();
        var signed = new List<Offer>();
        foreach (var offer in offers)
        {
            var delivery = offer.Delivery;
            if (delivery.EncryptedFor is null && authorizer.IsRecipient(packet, from, delivery))
                plain.Add(offer);
            else if (signature is not null && SignerOf(packet, delivery) is not null)
                signed.Add(offer);
            else if (signature is null && delivery.EncryptedFor is not null && !Signs(delivery)
                && authorizer.IsRecipientThere(packet, from, delivery))
                unproved.Add(offer);
        }
        onReleased(plain, false);
        onReleased(unproved, true);
        if (signed.Count > 0 && _checks.TryTake(from.Address, standings.Of(from), context.Now))
            Check(signed, signature!);
    }

    // All offers with one number and the names of one recipient belong to one delivery.
    private void Check(List<Offer> offers, byte[] signature)
    {
        var delivery = offers[0].Delivery;
        var (recipient, settings) = (delivery.Member!, context.Settings);
        byte[] statement = SignedStatement.OfRelease(
            delivery.Number, (recipient.UserName, recipient.HostName), (settings.UserName, settings.HostName));
        List<Offer> own = [.. offers.Where(each => each.Delivery == delivery)];
        context.Outputs.Raise(new SignatureRequested(
            SignatureJob.ToCheck(statement, signature, delivery.EncryptedFor!, () => onReleased(own, false))));
    }

    private PublicKey? SignerOf(in Packet packet, Delivery delivery) =>
        delivery is { EncryptedFor: { Size: Capabilities.Rsa2048 } key, Member: { } recipient } && authorizer.HasNames(packet, recipient)
            ? key
            : null;

    private static bool Signs(Delivery delivery) =>
        delivery is { EncryptedFor.Size: Capabilities.Rsa2048, Member.ConfirmsWithProof: true };
}
