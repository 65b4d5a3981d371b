using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Builds the initialisation vector from the packet number's digits, filled up with zeros (R64, R65). The digits count and not the number:
/// <c>0017</c> and <c>17</c> give different vectors.
/// </summary>
internal static class PacketNumberIv
{
    // The reference client keeps the NUL of a sixteen-byte string.
    private const int MaxDigits = 15;

    internal static byte[] Of(ReadOnlySpan<byte> number, int blockLength)
    {
        byte[] vector = new byte[blockLength];
        number.Slice(0, Math.Min(number.Length, Math.Min(MaxDigits, blockLength))).CopyTo(vector);
        return vector;
    }

    internal static byte[] Of(ReadOnlySpan<byte> number, in CipherSuite suite) =>
        Of(suite.UsesPacketNumber ? number : default, suite.BlockLength);
}
