using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <summary>Records sent messages in the history, and changes of their deliveries and offers. Thread-safe.</summary>
internal sealed class SentMessageHistory
{
    private readonly ConditionalWeakTable<Delivery, SentPlace> _sent = new();
    private readonly ConditionalWeakTable<Delivery, Delivery> _broadcasts = new();
    private volatile HistoryStore? _store;

    /// <summary>The store; null when no history is kept.</summary>
    internal HistoryStore? Store
    {
        set => _store = value;
    }

    /// <summary>Marks the deliveries of a broadcast.</summary>
    internal void MarkBroadcast(IReadOnlyList<Delivery> deliveries)
    {
        foreach (var each in deliveries)
            _broadcasts.Add(each, each);
    }

    /// <summary>Records a message before its deliveries are sent.</summary>
    internal void Add(IReadOnlyList<Delivery> deliveries)
    {
        if (_store is not { } store || deliveries.Count == 0 || _sent.TryGetValue(deliveries[0], out _))
            return;
        var record = SentMapping.ToRecord(deliveries, DateTimeOffset.UtcNow, _broadcasts.TryGetValue(deliveries[0], out _));
        for (int at = 0; at < deliveries.Count; at++)
            _sent.Add(deliveries[at], new SentPlace(record, at));
        store.TryAppend(record);
    }

    /// <summary>
    /// Records the changes of a delivery with a message that an earlier attempt has recorded. False when no history is kept.
    /// </summary>
    internal bool Continue(Delivery delivery, string record, int recipient)
    {
        if (_store is null || !HistoryId.TryParse(record, out var id) || recipient < 0)
            return false;
        var message = SentMapping.ToRecord([delivery], DateTimeOffset.UtcNow);
        message.Id = id;
        _sent.Add(delivery, new SentPlace(message, recipient));
        return true;
    }

    /// <summary>The id of the record of a delivery, and its place among the recipients there; null while it has none.</summary>
    internal (string Id, int Recipient)? PlaceOf(Delivery delivery) =>
        _sent.TryGetValue(delivery, out var place) && place.Message.Id is { IsSet: true } id ? (id.ToString(), place.Recipient) : null;

    /// <summary>Records a change of a delivery.</summary>
    internal void Update(DeliveryChanged changed)
    {
        if (!_sent.TryGetValue(changed.Delivery, out var place))
            return;
        var report = changed.Delivery.Report;
        _store?.TryUpdate(place.Message, SentMapping.ChangeUpdate(place.Recipient, changed.Change, report, DateTimeOffset.UtcNow));
    }

    /// <summary>Records a change of an offer, but not the progress of its transfers.</summary>
    internal void Update(OfferChanged changed)
    {
        if (changed.Offer.State is OfferState.Waiting or OfferState.Sending || !_sent.TryGetValue(changed.Offer.Delivery, out var place))
            return;
        _store?.TryUpdate(place.Message, SentMapping.OfferUpdate(place.Recipient, changed.Offer, DateTimeOffset.UtcNow));
    }

    private sealed record SentPlace(SentMessage Message, int Recipient);
}
