using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// A code of forty decimal digits for comparing a key by voice, in any language. The fingerprint in user names is too short against an
/// attacker who can search for a second key with the same fingerprint.
/// </summary>
public static class KeyVerificationCode
{
    private const int Groups = 8;
    private const uint GroupLimit = 100_000;

    /// <summary>
    /// Eight groups of five digits, separated by spaces. Each group is four bytes of a SHA-256, as a big-endian number modulo 100,000. The
    /// SHA-256 is that of the key as in an answer (<c>10001-9de0…</c>).
    /// </summary>
    public static string Of(PublicKey key)
    {
        byte[] text = new byte[PublicKeyAnswer.MaxKeyLength];
        var writer = new PacketWriter(text);
        PublicKeyAnswer.WriteKey(ref writer, key);
        using var sha = SHA256.Create();
        byte[] digest = sha.ComputeHash(text, 0, writer.Length);
        string[] groups = new string[Groups];
        for (int i = 0; i < Groups; i++)
        {
            uint number = BinaryPrimitives.ReadUInt32BigEndian(digest.AsSpan(i * 4)) % GroupLimit;
            groups[i] = number.ToString("00000", CultureInfo.InvariantCulture);
        }
        return string.Join(" ", groups);
    }
}
