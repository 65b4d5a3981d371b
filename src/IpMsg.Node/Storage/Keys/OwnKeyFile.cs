using System;
using System.Text;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Node.Storage.Keys;

/// <summary>
/// The stored form of our key pairs: PEM, as openssl reads and writes it; on Windows a block that only the user can decrypt.
/// </summary>
internal static class OwnKeyFile
{
    private const string Plain = "RSA PRIVATE KEY", Wrapped = "PRIVATE KEY", Hidden = "IPMSG PROTECTED KEY";

    internal static byte[] Write(PrivateKey key)
    {
        byte[] der = key.Write();
        string text = Platform.IsWindows ? PemText.Write(Hidden, Dpapi.Protect(der)) : PemText.Write(Plain, der);
        Array.Clear(der, 0, der.Length);
        return Encoding.ASCII.GetBytes(text);
    }

    /// <summary>Returns null when the bytes are no key, or one that this user cannot decrypt.</summary>
    internal static PrivateKey? Read(byte[] bytes)
    {
        string text = Encoding.ASCII.GetString(bytes);
        // A folder that was filled elsewhere, for a service or a build, can contain an unencrypted key on Windows too.
        byte[]? der = PemText.Read(text, Plain) ?? PemText.Read(text, Wrapped);
        if (der is null && Platform.IsWindows && PemText.Read(text, Hidden) is { } hidden)
            der = Dpapi.Unprotect(hidden);
        return der is null ? null : PrivateKey.Read(der);
    }
}
