namespace IpMsg.Protocol.Members.Sending;

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
