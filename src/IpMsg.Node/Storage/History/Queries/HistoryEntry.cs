using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>A message of the history with its updates.</summary>
internal sealed class HistoryEntry
{
    internal HistoryEntry(HistoryRecord message, IReadOnlyList<HistoryUpdate> updates)
    {
        Message = message;
        Updates = updates;
        Signature = (message as ReceivedMessage)?.Signature;
        foreach (var update in updates)
        {
            switch (update.Kind)
            {
                case UpdateKind.Taken:
                    TakenAt = update.At;
                    break;
                case UpdateKind.Returned:
                    TakenAt = null;
                    break;
                case UpdateKind.Discarded:
                    DiscardedAt = update.At;
                    break;
                case UpdateKind.Checked:
                    Signature = update.Status;
                    break;
                case UpdateKind.Opened:
                    OpenedAt = update.At;
                    (message.Text, message.Attachments) = (update.Text, update.Attachments);
                    break;
            }
        }
        // A NOLOGOPT text is in the store while it waits in the inbox, and a sealed one could be when another program has written it.
        if (message.NoLog || message is ReceivedMessage { IsSealed: true } && OpenedAt is null)
            (message.Text, message.Attachments) = (null, []);
    }

    /// <summary>A <see cref="ReceivedMessage"/> or a <see cref="SentMessage"/>. A sealed message has its text once it was opened.</summary>
    internal HistoryRecord Message { get; }

    /// <summary>All updates in their order.</summary>
    internal IReadOnlyList<HistoryUpdate> Updates { get; }

    /// <summary>When a session delivered it to the user; null while it waits in the inbox, and for sent messages.</summary>
    internal DateTimeOffset? TakenAt { get; }

    /// <summary>When the user opened the sealed message; null when it is unopened.</summary>
    internal DateTimeOffset? OpenedAt { get; }

    /// <summary>When it was discarded; null when it was not.</summary>
    internal DateTimeOffset? DiscardedAt { get; }

    /// <summary>What the signature of a received message says at last, by name; null without an envelope.</summary>
    internal string? Signature { get; }

    /// <summary>The last update of the delivery to a recipient; null when there is none.</summary>
    internal HistoryUpdate? DeliveryTo(int recipient) => LastOf(UpdateKind.Delivery, recipient);

    /// <summary>When a recipient reported that it opened the sent message; null when it has not.</summary>
    internal DateTimeOffset? ReadBy(int recipient) => LastOf(UpdateKind.Read, recipient)?.At;

    /// <summary>When a recipient of a sent message threw it away unopened; null when it has not said so.</summary>
    internal DateTimeOffset? RefusedBy(int recipient) => LastOf(UpdateKind.Refused, recipient)?.At;

    /// <summary>The last that is known of an attachment that is offered to a recipient; null when nothing is.</summary>
    internal HistoryUpdate? OfferTo(int recipient, uint attachment) =>
        Last(update => update.Kind == UpdateKind.Offer && update.Recipient == recipient && update.Attachment == attachment);

    /// <summary>Where and when an attachment of a received message was saved last; null when it was not.</summary>
    internal HistoryUpdate? SavedAs(uint attachment) => Last(update => update.Kind == UpdateKind.Saved && update.Attachment == attachment);

    private HistoryUpdate? LastOf(UpdateKind kind, int recipient) => Last(update => update.Kind == kind && update.Recipient == recipient);

    private HistoryUpdate? Last(Predicate<HistoryUpdate> fits)
    {
        for (int at = Updates.Count - 1; at >= 0; at--)
        {
            if (fits(Updates[at]))
                return Updates[at];
        }
        return null;
    }
}
