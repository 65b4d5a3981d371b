using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>CBC over whole blocks, with .NET's AES or a legacy cipher.</summary>
internal static class BlockCipher
{
    internal static byte[] Encrypt(in CipherSuite suite, byte[] key, byte[] vector, byte[] blocks) =>
        Transform(suite, key, vector, blocks, forEncryption: true);

    internal static byte[] Decrypt(in CipherSuite suite, byte[] key, byte[] vector, byte[] blocks) =>
        Transform(suite, key, vector, blocks, forEncryption: false);

    private static byte[] Transform(in CipherSuite suite, byte[] key, byte[] vector, byte[] blocks, bool forEncryption) =>
        suite.Cipher == Capabilities.Aes256
            ? Aes(key, vector, blocks, forEncryption)
            : LegacyCipher.Transform(suite, key, vector, blocks, forEncryption);

    private static byte[] Aes(byte[] key, byte[] vector, byte[] blocks, bool forEncryption)
    {
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Mode = CipherMode.CBC;
        // <see cref="BlockPadding"/> checks the padding: the platform throws at a wrong one, and the time of the exception is measurable
        // (R70).
        aes.Padding = PaddingMode.None;
        using var transform = forEncryption ? aes.CreateEncryptor(key, vector) : aes.CreateDecryptor(key, vector);
        return transform.TransformFinalBlock(blocks, 0, blocks.Length);
    }
}
