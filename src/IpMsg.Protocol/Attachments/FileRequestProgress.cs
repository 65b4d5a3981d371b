namespace IpMsg.Protocol.Attachments;

/// <summary>How far a file request has arrived.</summary>
public enum FileRequestProgress
{
    /// <summary>More has to come.</summary>
    NeedsMore,
    /// <summary>It is there.</summary>
    Complete,
    /// <summary>It is none, or too long: close the connection (R84).</summary>
    Refused,
}
