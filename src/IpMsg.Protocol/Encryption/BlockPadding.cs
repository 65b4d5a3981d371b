using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>PKCS#5/7 padding: 1 to a whole block of bytes, each of them their number (docs/protocol/encryption.md#envelope).</summary>
internal static class BlockPadding
{
    internal static byte[] Add(ReadOnlySpan<byte> plaintext, int blockLength)
    {
        byte[] padded = new byte[(plaintext.Length / blockLength + 1) * blockLength];
        plaintext.CopyTo(padded);
        padded.AsSpan(plaintext.Length).Fill((byte)(padded.Length - plaintext.Length));
        return padded;
    }

    /// <summary>
    /// How many bytes of padding there are; 0 when it is damaged. Looks at the same bytes in the same way whatever they are, so that
    /// time does not tell a stranger where the damage is.
    /// </summary>
    internal static int Count(ReadOnlySpan<byte> padded, int blockLength)
    {
        int count = padded[padded.Length - 1];
        // -1 for true, 0 for false, without a branch.
        int wrong = (count - 1 >> 31) | (blockLength - count >> 31);
        for (int i = 1; i <= blockLength; i++)
        {
            int isPadding = i - count - 1 >> 31;
            int differs = -(padded[padded.Length - i] ^ count) >> 31;
            wrong |= isPadding & differs;
        }
        return count & ~wrong;
    }
}
