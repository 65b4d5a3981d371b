namespace IpMsg.Protocol.Encryption;

/// <summary>The protection of a file's contents that an encrypted request asks for (R92).</summary>
public enum FileBodyProtection
{
    /// <summary>None: the request has no ENCFILEOPT, so the contents are not encrypted.</summary>
    None,
    /// <summary>The request proves the requester's identity; the contents are not encrypted (NOENC_FILEBODY).</summary>
    RequestOnly,
    /// <summary>The contents are encrypted with a key from the request.</summary>
    Contents,
}
