using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Subscriptions;

/// <summary>What has happened to a delivery.</summary>
public enum DeliveryChange
{
    /// <summary>The recipient's client has it; this may come after Unconfirmed.</summary>
    Confirmed,
    /// <summary>It was sent without asking for a confirmation.</summary>
    Sent,
    /// <summary>Nobody confirmed it in time.</summary>
    Unconfirmed,
    /// <summary>It was not sent.</summary>
    Refused,
    /// <summary>The recipient has opened the sealed message.</summary>
    Opened,
    /// <summary>The recipient has thrown the sealed message away.</summary>
    Discarded,
}

/// <summary>Tells what a report on a delivery is about.</summary>
internal static class DeliveryChanges
{
    /// <summary>What its end was.</summary>
    internal static DeliveryChange OfEnd(Delivery delivery) => delivery.Status switch
    {
        DeliveryStatus.Confirmed => DeliveryChange.Confirmed,
        DeliveryStatus.Sent => DeliveryChange.Sent,
        DeliveryStatus.Refused => DeliveryChange.Refused,
        _ => DeliveryChange.Unconfirmed,
    };

    /// <summary>What the recipient says that he did. Whoever has thrown it away may still have opened it elsewhere, but not the other way round.</summary>
    internal static DeliveryChange OfReading(Delivery delivery) => delivery.OpenedAt is null ? DeliveryChange.Discarded : DeliveryChange.Opened;
}
