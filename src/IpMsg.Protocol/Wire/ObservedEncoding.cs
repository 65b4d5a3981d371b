namespace IpMsg.Protocol.Wire;

/// <summary>
/// What a member has been seen to send where no flag says how the text is encoded; it decides how its doubtful bytes are read and
/// how we write to it (R99).
/// </summary>
public enum ObservedEncoding
{
    /// <summary>Nothing but ASCII so far.</summary>
    Unknown,
    /// <summary>It says of itself that it writes UTF-8 (R96); its bytes may yet prove otherwise.</summary>
    SaysUtf8,
    /// <summary>UTF-8 without the flag.</summary>
    Utf8,
    /// <summary>A code page: its bytes were no UTF-8.</summary>
    CodePage,
}
