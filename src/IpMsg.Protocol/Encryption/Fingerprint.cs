using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>Eight bytes that stand for a public key in user names (R60).</summary>
/// <param name="Value">The bytes as one number, the first the highest.</param>
public readonly record struct Fingerprint(ulong Value)
{
    /// <summary>The fingerprint of a key with this modulus: its SHA-1, folded.</summary>
    /// <param name="modulus">The modulus, big-endian as it travels.</param>
    public static Fingerprint Of(ReadOnlySpan<byte> modulus)
    {
        // The reference client hashes what its platform holds, and that is little-endian.
        byte[] reversed = modulus.ToArray();
        Array.Reverse(reversed);
        byte[] folded = new byte[24];
        using (var sha = SHA1.Create())
        {
            byte[] digest = sha.ComputeHash(reversed);
            Array.Reverse(digest);
            digest.CopyTo(folded, 0);
        }
        return new Fingerprint(Group(folded, 0) ^ Group(folded, 8) ^ Group(folded, 16));
    }

    /// <summary>Sixteen hex digits in lower case, as in user names.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    private static ulong Group(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at));
}
