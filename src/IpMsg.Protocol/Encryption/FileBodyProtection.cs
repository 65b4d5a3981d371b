namespace IpMsg.Protocol.Encryption;

/// <summary>What becomes of a file's contents when its request is encrypted (R92).</summary>
public enum FileBodyProtection
{
    /// <summary>Not said: the request comes without ENCFILEOPT, and so do the contents without encryption.</summary>
    None,
    /// <summary>The request proves who asks; the contents are not encrypted (NOENC_FILEBODY).</summary>
    RequestOnly,
    /// <summary>The contents are encrypted as well, with a key that the request brings.</summary>
    Contents,
}
