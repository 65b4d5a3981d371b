using System.Collections.Generic;
using System.Linq;
using IpMsg.PowerShell.Errors;
using IpMsg.PowerShell.Internal;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Chat;

/// <summary>
/// What became of the messages that were sent. A confirmation is what everybody expects and needs no line; its absence, a late one, and
/// what the recipient did with a sealed message or a file have one.
/// </summary>
internal sealed class SentLines
{
    private const int MaxText = 40;

    private readonly List<Entry> _open = [];

    /// <summary>Deliveries that have not ended.</summary>
    internal int Pending => _open.Count(static each => each.Status == DeliveryStatus.Pending);

    /// <summary>Deliveries that were not confirmed, oldest first.</summary>
    internal IReadOnlyList<IpMsgDelivery> Unconfirmed =>
        [.. _open.Where(static each => each.Status == DeliveryStatus.Unconfirmed).Select(static each => each.Delivery)];

    internal void Add(IpMsgDelivery delivery)
    {
        // One that is sent again is known.
        if (!_open.Exists(each => each.Delivery.Delivery == delivery.Delivery))
            _open.Add(new Entry(delivery));
    }

    /// <summary>A line for each change since the last call.</summary>
    internal List<string> Changes(IpMsgListener listener)
    {
        var lines = new List<string>();
        foreach (var each in _open)
        {
            AddStatus(each, listener, lines);
            AddReading(each, lines);
            AddFiles(each, lines);
        }
        _open.RemoveAll(static each => each.IsOver);
        return lines;
    }

    private static void AddStatus(Entry entry, IpMsgListener listener, List<string> lines)
    {
        var before = entry.Status;
        entry.Status = entry.Delivery.Delivery.Status;
        if (entry.Status == before)
            return;
        string quote = Quote(entry.Delivery);
        if (entry.Status == DeliveryStatus.Unconfirmed)
        {
            lines.Add(DeliveryErrors.OfUnconfirmed(entry.Delivery).Message.TrimEnd('.') + quote + " - /again sends it again.");
            entry.WasUnconfirmed = true;
        }
        else if (entry.Status == DeliveryStatus.Refused)
        {
            var error = DeliveryErrors.Of(entry.Delivery, listener);
            lines.Add(error.Message + quote + (error.Advice is { } advice ? " " + advice : ""));
        }
        else if (entry is { Status: DeliveryStatus.Confirmed, WasUnconfirmed: true })
        {
            lines.Add(entry.Delivery.To + " has confirmed it after all" + quote);
        }
    }

    private static void AddReading(Entry entry, List<string> lines)
    {
        var delivery = entry.Delivery;
        if (!entry.IsRead && (delivery.OpenedAt is not null || delivery.DiscardedAt is not null))
        {
            entry.IsRead = true;
            lines.Add(delivery.To + (delivery.OpenedAt is not null ? " has opened" : " has discarded unopened") + Quote(delivery));
        }
    }

    private static void AddFiles(Entry entry, List<string> lines)
    {
        for (int i = 0; i < entry.Files.Count; i++)
        {
            var offer = entry.Files[i];
            if (!offer.IsFinal)
                continue;
            entry.Files.RemoveAt(i--);
            string reason = offer.Reason is { } text ? " (" + text + ")" : "";
            string what = offer.TimesTaken > 0 ? (offer.IsIncomplete ? " has taken a part of " : " has taken ")
                : offer.Offer.State == OfferState.Released ? " has declined " : " cannot take ";
            lines.Add(entry.Delivery.To + what + offer.Name + reason);
        }
    }

    private static string Quote(IpMsgDelivery delivery) =>
        delivery.Text.Length > 0 ? ": " + ViewText.Cut(delivery.Text, MaxText)
        : delivery.Offers.Length > 0 ? ": " + ViewText.Cut(string.Join(", ", delivery.Offers.Select(static each => each.Name)), MaxText)
        : "";

    private sealed class Entry(IpMsgDelivery delivery)
    {
        internal IpMsgDelivery Delivery { get; } = delivery;

        internal DeliveryStatus Status { get; set; } = DeliveryStatus.Pending;

        internal bool WasUnconfirmed { get; set; }

        internal bool IsRead { get; set; } = !delivery.Delivery.Message.IsSealed;

        internal List<IpMsgOffer> Files { get; } = [.. delivery.Offers];

        // One that was not confirmed may be, or is sent again.
        internal bool IsOver => Status is not (DeliveryStatus.Pending or DeliveryStatus.Unconfirmed) && IsRead && Files.Count == 0
            || Status is DeliveryStatus.Refused or DeliveryStatus.Sent;
    }
}
