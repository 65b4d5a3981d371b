using System;
using System.Formats.Asn1;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>DER helpers for public and private keys.</summary>
internal static class Der
{
    /// <summary>Writes a big-endian number as a non-negative INTEGER. Leading zeros are allowed.</summary>
    internal static void WriteNumber(this AsnWriter der, ReadOnlySpan<byte> value)
    {
        // AsnWriter throws for an empty number and for superfluous leading zeros.
        var shortest = value.TrimStart(0);
        der.WriteIntegerUnsigned(shortest.IsEmpty ? [0] : shortest);
    }
}
