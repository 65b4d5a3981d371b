using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>Sent messages and what becomes of them as records of the store.</summary>
internal static class SentMapping
{
    /// <summary>The record of a message: one for all its recipients, in the order of the deliveries.</summary>
    /// <param name="deliveries">The deliveries of one message; at least one.</param>
    /// <param name="at">When it was sent.</param>
    /// <param name="isBroadcast">True when it was sent to everyone.</param>
    /// <param name="names">By what names the user called the recipients; null for their nicknames.</param>
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

    /// <summary>What is known of a delivery: its status, and how and how often it was sent.</summary>
    /// <param name="recipient">The place of the recipient in the message.</param>
    /// <param name="report">How the delivery stands.</param>
    /// <param name="at">When it came to that.</param>
    internal static HistoryUpdate DeliveryUpdate(int recipient, DeliveryReport report, DateTimeOffset at) => new(UpdateKind.Delivery, at)
    {
        Recipient = recipient,
        Status = report.Status.ToString(),
        Attempts = report.Attempts,
        RoundTrip = report.Status == DeliveryStatus.Confirmed ? report.RoundTrip : null,
        Reason = report.Reason,
        Suite = report.Suite is { } suite ? (uint)suite.Flags : 0,
    };

    /// <summary>The line for a change of a delivery: also for a sealed message that was opened or thrown away.</summary>
    internal static HistoryUpdate ChangeUpdate(
        int recipient, DeliveryChange change, DeliveryReport report, DateTimeOffset at) => change switch
        {
            DeliveryChange.Opened => new HistoryUpdate(UpdateKind.Read, report.OpenedAt ?? at) { Recipient = recipient },
            DeliveryChange.Discarded => new HistoryUpdate(UpdateKind.Refused, report.DiscardedAt ?? at) { Recipient = recipient },
            _ => DeliveryUpdate(recipient, report, at),
        };

    /// <summary>What has become of an offer. Its progress is not noted: call it when a transfer or the offer has ended.</summary>
    /// <param name="recipient">The place of the recipient in the message.</param>
    /// <param name="offer">The offer.</param>
    /// <param name="at">The time when the offer tells none.</param>
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

    // As the user gave them: for clients that cannot show images, an image travels as a file. The offers have the ids.
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
