namespace IpMsg.Protocol.Members.Sending;

/// <summary>The status of a delivery.</summary>
public enum DeliveryStatus
{
    /// <summary>It waits in the queue or for a confirmation.</summary>
    Pending,
    /// <summary>The recipient's client has confirmed it (R39).</summary>
    Confirmed,
    /// <summary>It was sent without SENDCHECKOPT.</summary>
    Sent,
    /// <summary>Five transmissions, or the timeout, passed without a confirmation (R44).</summary>
    Unconfirmed,
    /// <summary>It was not sent, for the given reason.</summary>
    Refused,
    /// <summary>The recipient has not confirmed it, and it is kept on the disk to be sent when the recipient appears.</summary>
    Queued,
}
