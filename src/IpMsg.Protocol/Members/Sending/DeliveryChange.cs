namespace IpMsg.Protocol.Members.Sending;

/// <summary>A change of a delivery.</summary>
public enum DeliveryChange
{
    /// <summary>The recipient's client has confirmed it, possibly after Unconfirmed.</summary>
    Confirmed,
    /// <summary>It was sent without SENDCHECKOPT.</summary>
    Sent,
    /// <summary>The recipient did not confirm it in time.</summary>
    Unconfirmed,
    /// <summary>It was not sent.</summary>
    Refused,
    /// <summary>The recipient has opened the sealed message.</summary>
    Opened,
    /// <summary>The recipient has discarded the sealed message.</summary>
    Discarded,
}
