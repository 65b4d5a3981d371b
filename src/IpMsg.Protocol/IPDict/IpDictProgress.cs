namespace IpMsg.Protocol.IPDict;

/// <summary>The state of a dictionary that arrives over TCP.</summary>
internal enum IpDictProgress
{
    /// <summary>More bytes have to come.</summary>
    NeedsMore,
    /// <summary>The dictionary is complete.</summary>
    Complete,
    /// <summary>It is no dictionary, or too long. The connection is closed without an answer.</summary>
    Refused,
}
