using System;
using System.Text;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>One of our own key pairs as it is kept: PEM, as openssl reads and writes it; on Windows a block that only the user can decrypt.</summary>
internal static class OwnKeyFile
{
    private const string Plain = "RSA PRIVATE KEY", Wrapped = "PRIVATE KEY", Hidden = "IPMSG PROTECTED KEY";

    internal static byte[] Write(PrivateKey key)
    {
        byte[] der = key.Write();
        string text = Platform.IsWindows ? Pem(Hidden, UserProtection.Protect(der)) : Pem(Plain, der);
        Array.Clear(der, 0, der.Length);
        return Encoding.ASCII.GetBytes(text);
    }

    /// <summary>Null when the bytes are no key, or one that this user cannot read.</summary>
    internal static PrivateKey? Read(byte[] bytes)
    {
        string text = Encoding.ASCII.GetString(bytes);
        // A folder that was filled elsewhere, for a service or a build, may have the key in the clear on Windows, too.
        byte[]? der = Block(text, Plain) ?? Block(text, Wrapped);
        if (der is null && Platform.IsWindows && Block(text, Hidden) is { } hidden)
            der = UserProtection.Unprotect(hidden);
        return der is null ? null : PrivateKey.Read(der);
    }

    private static string Pem(string label, byte[] bytes) =>
        "-----BEGIN " + label + "-----\n" + Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).Replace("\r", "") + "\n-----END " + label + "-----\n";

    private static byte[]? Block(string text, string label)
    {
        string begin = "-----BEGIN " + label + "-----", end = "-----END " + label + "-----";
        int from = text.IndexOf(begin, StringComparison.Ordinal), to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
            return null;
        from += begin.Length;
        try
        {
            return Convert.FromBase64String(text.Substring(from, to - from));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
