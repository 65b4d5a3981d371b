using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>CBC over whole blocks, with .NET's AES or an older client's cipher.</summary>
internal static class BlockCipher
{
    internal static byte[] Encrypt(in CipherSuite suite, byte[] key, byte[] vector, byte[] blocks) =>
        suite.Cipher == Capabilities.Aes256 ? Aes(key, vector, blocks, forEncryption: true) : LegacyCipher.Transform(suite, key, vector, blocks, forEncryption: true);

    internal static byte[] Decrypt(in CipherSuite suite, byte[] key, byte[] vector, byte[] blocks) =>
        suite.Cipher == Capabilities.Aes256 ? Aes(key, vector, blocks, forEncryption: false) : LegacyCipher.Transform(suite, key, vector, blocks, forEncryption: false);

    private static byte[] Aes(byte[] key, byte[] vector, byte[] blocks, bool forEncryption)
    {
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Mode = CipherMode.CBC;
        // Padding is ours to judge: the platform would throw, which takes another time than not throwing.
        aes.Padding = PaddingMode.None;
        using var transform = forEncryption ? aes.CreateEncryptor(key, vector) : aes.CreateDecryptor(key, vector);
        return transform.TransformFinalBlock(blocks, 0, blocks.Length);
    }
}
