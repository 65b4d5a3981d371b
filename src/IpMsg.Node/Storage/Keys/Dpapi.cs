using System.Security.Cryptography;

namespace IpMsg.Node.Storage.Keys;

/// <summary>Encrypts bytes with the Data Protection API of Windows, so that only the same user can decrypt them.</summary>
internal static class Dpapi
{
    /// <exception cref="CryptographicException">Windows refuses.</exception>
    internal static byte[] Protect(byte[] plain) => ProtectedData.Protect(plain, null, DataProtectionScope.CurrentUser);

    /// <summary>Returns null for damaged bytes and for those of another user.</summary>
    internal static byte[]? Unprotect(byte[] encrypted)
    {
        try
        {
            return ProtectedData.Unprotect(encrypted, null, DataProtectionScope.CurrentUser);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
