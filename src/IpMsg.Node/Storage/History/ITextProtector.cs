namespace IpMsg.Node.Storage.History;

/// <summary>Encrypts sealed texts for the disk with the user's own key. Thread-safe.</summary>
internal interface ITextProtector
{
    /// <summary>Encrypts.</summary>
    byte[] Protect(byte[] plain);

    /// <summary>Decrypts; null when the bytes are damaged or need another key.</summary>
    byte[]? Unprotect(byte[] hidden);
}
