using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>Maps sent messages, and the changes of their deliveries and offers, to records of the store.</summary>
internal static class SentMapping
{
    /// <summary>The record of a message: one for all recipients, in the order of the deliveries.</summary>
    /// <param name="deliveries">The deliveries of one message; at least one.</param>
    /// <param name="at">The time when it was sent.</param>
    /// <param name="isBroadcast">True for a broadcast.</param>
    /// <param name="names">The names that the user gave for the recipients; null for their nicknames.</param>
    internal static SentMessage ToRecord(
        IReadOnlyList<Delivery> deliveries, DateTimeOffset at, bool isBroadcast = false, IReadOnlyList<string?>? names = null)
    {
        var first = deliveries[0];
        var to = new HistoryPeer[deliveries.Count];
        for (int index = 0; index < to.Length; index++)
            to[index] = PeerMapping.Of(deliveries[index], names?[index]);
        return new SentMessage
        {
            At = at,
            To = to,
            NumberText = first.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Flags = (uint)MessageEncoder.FlagsOf(first.Message, to.Length, isBroadcast),
            Text = first.Message.Text,
            Attachments = Files(first),
        };
    }

    /// <summary>The line for the result of a delivery: its status, transmissions and encryption.</summary>
    /// <param name="recipient">The index of the recipient in the message.</param>
    /// <param name="report">The state of the delivery.</param>
    /// <param name="at">The time of that state.</param>
    internal static HistoryUpdate DeliveryUpdate(int recipient, DeliveryReport report, DateTimeOffset at) => new(UpdateKind.Delivery, at)
    {
        Recipient = recipient,
        Status = report.Status.ToString(),
        Attempts = report.Attempts,
        RoundTrip = report.Status == DeliveryStatus.Confirmed ? report.RoundTrip : null,
        Reason = report.Reason,
        Suite = report.Suite is { } suite ? (uint)suite.Flags : 0,
        IsAddressUnproved = report.IsAddressUnproved,
        MayBeTwice = report.MayBeTwice,
    };

    /// <summary>The line for a change of a delivery: its result, or that a sealed message was opened or discarded.</summary>
    internal static HistoryUpdate ChangeUpdate(
        int recipient, DeliveryChange change, DeliveryReport report, DateTimeOffset at) => change switch
        {
            DeliveryChange.Opened => new HistoryUpdate(UpdateKind.Read, report.OpenedAt ?? at) { Recipient = recipient },
            DeliveryChange.Discarded => new HistoryUpdate(UpdateKind.Refused, report.DiscardedAt ?? at) { Recipient = recipient },
            _ => DeliveryUpdate(recipient, report, at),
        };

    /// <summary>The line for the state of an offer. Call it when a transfer or the offer has ended: the store has no progress.</summary>
    /// <param name="recipient">The index of the recipient in the message.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="at">The time for an offer that has no time of its own.</param>
    internal static HistoryUpdate OfferUpdate(int recipient, Offer offer, DateTimeOffset at)
    {
        var report = offer.Report;
        return new HistoryUpdate(UpdateKind.Offer, report.State == OfferState.Taken ? report.EndedAt ?? at : at)
        {
            Recipient = recipient,
            Attachment = offer.Attachment.Id,
            Status = report.State.ToString(),
            Taken = report.Taken,
            IsIncomplete = report.IsIncomplete,
            Reason = report.Reason,
        };
    }

    // The attachments as the user gave them: clients that cannot show images get an image as a file. The offers have the ids.
    private static StoredAttachment[] Files(Delivery delivery)
    {
        var files = new StoredAttachment[delivery.Message.Files.Count];
        for (int at = 0; at < files.Length; at++)
        {
            var file = delivery.Message.Files[at];
            uint id = at < delivery.Offers.Count ? delivery.Offers[at].Attachment.Id : file.Attachment.Id;
            files[at] = AttachmentMapping.ToRecord(file.Attachment with { Id = id }, (file.Source as OfferedSource)?.Path);
        }
        return files;
    }
}
