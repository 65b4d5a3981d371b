using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>An eight-byte fingerprint of a public key, used in user names (R60).</summary>
/// <param name="Value">The bytes as one big-endian number.</param>
public readonly record struct Fingerprint(ulong Value)
{
    /// <summary>Computes the fingerprint of a modulus: its SHA-1, folded.</summary>
    /// <param name="modulus">The modulus, big-endian.</param>
    public static Fingerprint Of(ReadOnlySpan<byte> modulus)
    {
        // The reference client hashes the modulus in the little-endian order of its platform.
        byte[] reversed = modulus.ToArray();
        Array.Reverse(reversed);
        byte[] padded = new byte[24];
        using (var sha = SHA1.Create())
        {
            byte[] digest = sha.ComputeHash(reversed);
            Array.Reverse(digest);
            digest.CopyTo(padded, 0);
        }
        return new Fingerprint(Group(padded, 0) ^ Group(padded, 8) ^ Group(padded, 16));
    }

    /// <summary>Sixteen lower-case hex digits, as in user names.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    private static ulong Group(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(at));
}
