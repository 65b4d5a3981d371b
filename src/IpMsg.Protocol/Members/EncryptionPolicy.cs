namespace IpMsg.Protocol.Members;

/// <summary>When messages are encrypted.</summary>
public enum EncryptionPolicy
{
    /// <summary>Whenever the recipient can; in plaintext only to those who announce no encryption.</summary>
    Auto,
    /// <summary>Always: to those who cannot, nothing is sent.</summary>
    Required,
    /// <summary>Never.</summary>
    Off,
}
