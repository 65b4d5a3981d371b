namespace IpMsg.Node.Storage.History;

/// <summary>Encrypts sealed texts for the disk with the user's own key. Called from several threads.</summary>
internal interface ITextProtector
{
    /// <summary>Encrypts.</summary>
    byte[] Protect(byte[] plain);

    /// <summary>Decrypts; null when it was protected with another key, or is damaged.</summary>
    byte[]? Unprotect(byte[] hidden);
}
