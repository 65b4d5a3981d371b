namespace IpMsg.Protocol.Members.Sending;

/// <summary>How far a message has come to one recipient.</summary>
public enum DeliveryStatus
{
    /// <summary>On its way: waiting for its turn or for a confirmation.</summary>
    Pending,
    /// <summary>The recipient's client has it (R39).</summary>
    Confirmed,
    /// <summary>Sent without asking for a confirmation.</summary>
    Sent,
    /// <summary>Sent five times and never confirmed, or the time was up (R44).</summary>
    Unconfirmed,
    /// <summary>Not sent: see the reason.</summary>
    Refused,
}
