namespace IpMsg.Protocol.Encryption;

/// <summary>What the signature of an envelope says about its sender.</summary>
public enum SignatureStatus
{
    /// <summary>There is none, or none of a kind that says anything.</summary>
    None,
    /// <summary>Made with the sender's key, over exactly what was received.</summary>
    Valid,
    /// <summary>Made with another key, or over something else.</summary>
    Invalid,
    /// <summary>There is one, and no key to check it with; it may be checked once the key is there.</summary>
    UnknownKey,
}
