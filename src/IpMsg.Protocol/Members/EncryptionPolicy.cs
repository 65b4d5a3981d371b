namespace IpMsg.Protocol.Members;

/// <summary>When messages are encrypted.</summary>
public enum EncryptionPolicy
{
    /// <summary>Encrypts when the recipient can; sends plaintext only to members that announce no encryption.</summary>
    Auto,
    /// <summary>Always encrypts; sends nothing to members that cannot.</summary>
    Required,
    /// <summary>Never encrypts.</summary>
    Off,
    /// <summary>Always encrypts, and only for keys that the user has verified; sends nothing to other members.</summary>
    Verified,
}
