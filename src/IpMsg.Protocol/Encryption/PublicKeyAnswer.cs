using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>The body of IPMSG_ANSPUBKEY, <c>CAPA:E-N</c>: a member's capabilities and its key (R57).</summary>
/// <param name="Capabilities">All capabilities of the member.</param>
/// <param name="Key">The key.</param>
public sealed record PublicKeyAnswer(Capabilities Capabilities, PublicKey Key)
{
    // E of 8 digits, a hyphen, N of 4,096 bits.
    internal const int MaxKeyLength = 8 + 1 + 1024;

    /// <summary>Reads the body; null when it is unreadable or contains no valid key.</summary>
    public static PublicKeyAnswer? Read(ReadOnlySpan<byte> body)
    {
        int colon = body.IndexOf((byte)':');
        if (colon < 0 || !CapabilityText.TryRead(body.Slice(0, colon), out var capabilities))
            return null;
        var key = body.Slice(colon + 1);
        int hyphen = key.IndexOf((byte)'-');
        if (hyphen < 0 || key.Length > 2 * MaxKeyLength)
            return null;
        // Some clients append blanks or NULs to the digits.
        var modulus = NumberText.ReadHexBytes(key.Slice(hyphen + 1).TrimEnd((byte)' '));
        var exponent = NumberText.ReadHexBytes(key.Slice(0, hyphen));
        return modulus is not null && exponent is not null && PublicKey.Create(modulus, exponent) is { } read
            ? new PublicKeyAnswer(capabilities, read)
            : null;
    }

    /// <summary>Writes the body: N big-endian and in full length (R57), in the same case as the reference client.</summary>
    public void Write(ref PacketWriter writer)
    {
        CapabilityText.Write(ref writer, Capabilities);
        writer.Byte((byte)':');
        WriteKey(ref writer, Key);
    }

    internal static void WriteKey(ref PacketWriter writer, PublicKey key)
    {
        writer.Hex(key.Exponent);
        writer.Byte((byte)'-');
        NumberText.WriteHexBytes(ref writer, key.Modulus);
    }
}
