using System;
using System.Formats.Asn1;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>What public and private keys in DER have in common.</summary>
internal static class Der
{
    /// <summary>Writes a big-endian number of a key, with or without zeros in front, as an INTEGER that is not negative.</summary>
    internal static void WriteNumber(this AsnWriter der, ReadOnlySpan<byte> value)
    {
        // AsnWriter throws for an empty number and for zeros that DER leaves out.
        var shortest = value.TrimStart(0);
        der.WriteIntegerUnsigned(shortest.IsEmpty ? [0] : shortest);
    }
}
