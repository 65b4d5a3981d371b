namespace IpMsg.Protocol.Encryption;

/// <summary>What becomes of an encrypted file request.</summary>
public enum FileRequestVerdict
{
    /// <summary>The connection is closed.</summary>
    Refused,
    /// <summary>The contents are sent as they are.</summary>
    Plain,
    /// <summary>The contents are sent through <see cref="TransferCipher"/>.</summary>
    Encrypted,
}
