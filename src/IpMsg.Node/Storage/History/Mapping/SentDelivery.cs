using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>A delivery of a sent message in the history.</summary>
/// <param name="To">The recipient.</param>
/// <param name="Report">Its last state.</param>
/// <param name="Offers">The state of each attachment; empty when the message has none.</param>
internal sealed record SentDelivery(HistoryPeer To, DeliveryReport Report, IReadOnlyList<SentOffer> Offers)
{
    /// <summary>The deliveries of a sent message, in the order of its recipients.</summary>
    internal static IReadOnlyList<SentDelivery> Of(HistoryEntry entry)
    {
        if (entry.Message is not SentMessage message)
            return [];
        var deliveries = new SentDelivery[message.To.Count];
        for (int recipient = 0; recipient < deliveries.Length; recipient++)
            deliveries[recipient] = new SentDelivery(message.To[recipient], ReportOf(entry, recipient), OffersOf(entry, recipient));
        return deliveries;
    }

    private static DeliveryReport ReportOf(HistoryEntry entry, int recipient)
    {
        var last = entry.DeliveryTo(recipient);
        return new DeliveryReport
        {
            // Pending for a status of a newer module, and without one: a process that was killed could not write it.
            Status = ValueOf(last?.Status, DeliveryStatus.Pending),
            Attempts = last?.Attempts ?? 0,
            RoundTrip = last?.RoundTrip ?? TimeSpan.Zero,
            Reason = last?.Reason,
            Suite = last is not null && CipherSuite.TryRead((Capabilities)last.Suite, out var suite) ? suite : null,
            IsAddressUnproved = last?.IsAddressUnproved ?? false,
            MayBeTwice = last?.MayBeTwice ?? false,
            OpenedAt = entry.ReadBy(recipient),
            DiscardedAt = entry.RefusedBy(recipient),
        };
    }

    private static SentOffer[] OffersOf(HistoryEntry entry, int recipient)
    {
        var offers = new SentOffer[entry.Message.Attachments.Count];
        for (int at = 0; at < offers.Length; at++)
        {
            var attachment = entry.Message.Attachments[at];
            var last = entry.OfferTo(recipient, attachment.Id);
            offers[at] = new SentOffer(attachment, ValueOf(last?.Status, OfferState.Waiting), last?.Taken ?? 0)
            {
                IsIncomplete = last?.IsIncomplete ?? false,
                ChangedAt = last?.At,
                Reason = last?.Reason,
            };
        }
        return offers;
    }

    private static T ValueOf<T>(string? name, T unknown)
        where T : struct, Enum => Enum.TryParse(name, out T value) && Enum.IsDefined(typeof(T), value) ? value : unknown;
}

/// <summary>An attachment of a sent message, and the state of its offer to a recipient.</summary>
/// <param name="Attachment">The attachment.</param>
/// <param name="State">The last state of the offer.</param>
/// <param name="Taken">The number of complete downloads.</param>
internal sealed record SentOffer(StoredAttachment Attachment, OfferState State, int Taken)
{
    /// <summary>True when the recipient has a folder without some of its entries.</summary>
    internal bool IsIncomplete { get; init; }

    /// <summary>The time of the last change; null without one.</summary>
    internal DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The reason of the state; null without one.</summary>
    internal string? Reason { get; init; }
}
