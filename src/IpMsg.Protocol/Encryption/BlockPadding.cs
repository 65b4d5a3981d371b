using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>PKCS#5/7 padding: 1 to <c>blockLength</c> bytes, each equal to their number (docs/protocol/encryption.md#envelope).</summary>
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
    /// The number of padding bytes; 0 when the padding is invalid. Runs in constant time, so that timing does not reveal which byte is
    /// wrong.
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
