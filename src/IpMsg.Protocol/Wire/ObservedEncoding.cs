namespace IpMsg.Protocol.Wire;

/// <summary>
/// The encoding of the texts that a member has sent without an encoding flag. It decides how ambiguous bytes of the member are read, and
/// the encoding of texts to it (R99).
/// </summary>
public enum ObservedEncoding
{
    /// <summary>Only ASCII so far.</summary>
    Unknown,
    /// <summary>The member announces UTF-8 (R96). Its bytes may disprove it later.</summary>
    SaysUtf8,
    /// <summary>UTF-8 without the flag.</summary>
    Utf8,
    /// <summary>A code page: its bytes were not UTF-8.</summary>
    CodePage,
}
