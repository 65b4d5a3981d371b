namespace IpMsg.Protocol.Attachments;

/// <summary>The state of an arriving file request.</summary>
public enum FileRequestProgress
{
    /// <summary>More bytes are needed.</summary>
    NeedsMore,
    /// <summary>The request is complete.</summary>
    Complete,
    /// <summary>The bytes are no file request, or the request is too long. Close the connection (R84).</summary>
    Refused,
}
