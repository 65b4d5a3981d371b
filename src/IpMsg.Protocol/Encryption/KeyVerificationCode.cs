using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// A key in a form that two people can read out to each other, in any language: forty decimal digits. The fingerprint in user names is
/// too short to rely on against someone who can afford to search for a second key with the same one.
/// </summary>
public static class KeyVerificationCode
{
    private const int Groups = 8;
    private const uint GroupLimit = 100_000;

    /// <summary>
    /// Eight groups of five digits, with spaces between: the SHA-256 of the key as it stands in an answer (<c>10001-9de0…</c>), each four
    /// bytes of it as a big-endian number modulo 100,000.
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
            groups[i] = (BinaryPrimitives.ReadUInt32BigEndian(digest.AsSpan(i * 4)) % GroupLimit).ToString("00000", CultureInfo.InvariantCulture);
        return string.Join(" ", groups);
    }
}
