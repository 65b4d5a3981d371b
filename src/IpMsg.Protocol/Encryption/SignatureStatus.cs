namespace IpMsg.Protocol.Encryption;

/// <summary>The result of checking an envelope's signature.</summary>
public enum SignatureStatus
{
    /// <summary>There is no signature, or only an MD5 one.</summary>
    None,
    /// <summary>Made with the sender's key over exactly the received plaintext.</summary>
    Valid,
    /// <summary>Made with another key or over something else.</summary>
    Invalid,
    /// <summary>The sender's key is unknown; check again when it arrives.</summary>
    UnknownKey,
}
