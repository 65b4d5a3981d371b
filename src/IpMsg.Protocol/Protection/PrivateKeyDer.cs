using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace IpMsg.Protocol;

/// <summary>
/// Key pairs as bytes to be kept: RSAPrivateKey of PKCS#1 in DER, which every tool for keys understands. The target framework has no way to
/// write one.
/// </summary>
internal static class PrivateKeyDer
{
    private const byte Integer = 0x02, OctetString = 0x04, Sequence = 0x30;
    private const int Numbers = 9;

    internal static byte[] Write(in RSAParameters key)
    {
        byte[] zero = [0];
        var numbers = new List<byte>();
        foreach (byte[] each in new[] { zero, key.Modulus, key.Exponent, key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ })
            Number(numbers, each);
        var whole = new List<byte>(numbers.Count + 4);
        Head(whole, Sequence, numbers.Count);
        whole.AddRange(numbers);
        return whole.ToArray();
    }

    /// <summary>False for whatever has another form; whether the numbers make a key is not judged here.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> der, out RSAParameters key)
    {
        key = default;
        der = Unwrap(der);
        var rest = Take(ref der, Sequence);
        byte[][] numbers = new byte[Numbers][];
        for (int i = 0; i < Numbers; i++)
        {
            var number = Take(ref rest, Integer).TrimStart(0);
            // The version alone is zero.
            if (number.IsEmpty != (i == 0))
                return false;
            numbers[i] = number.ToArray();
        }
        int length = numbers[1].Length, half = (length + 1) / 2;
        // Windows insists on lengths; numbers that begin with zeros have lost them here.
        key = new RSAParameters
        {
            Modulus = numbers[1],
            Exponent = numbers[2],
            D = Fill(numbers[3], length),
            P = Fill(numbers[4], half),
            Q = Fill(numbers[5], half),
            DP = Fill(numbers[6], half),
            DQ = Fill(numbers[7], half),
            InverseQ = Fill(numbers[8], half),
        };
        return true;
    }

    // openssl of today writes a key in an envelope that says what kind of key it is: PrivateKeyInfo of PKCS#8.
    private static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> der)
    {
        var outer = der;
        var rest = Take(ref outer, Sequence);
        Take(ref rest, Integer);
        Take(ref rest, Sequence);
        var inner = Take(ref rest, OctetString);
        return inner.IsEmpty ? der : inner;
    }

    private static byte[] Fill(byte[] number, int length)
    {
        byte[] filled = new byte[Math.Max(length, number.Length)];
        number.CopyTo(filled, filled.Length - number.Length);
        return filled;
    }

    private static void Number(List<byte> der, byte[] value)
    {
        ReadOnlySpan<byte> shortest = new ReadOnlySpan<byte>(value).TrimStart(0);
        // A number that begins with a one bit would be a negative one.
        bool needsZero = shortest.IsEmpty || shortest[0] >= 0x80;
        Head(der, Integer, shortest.Length + (needsZero ? 1 : 0));
        if (needsZero)
            der.Add(0);
        der.AddRange(shortest.ToArray());
    }

    private static void Head(List<byte> der, byte tag, int length)
    {
        der.Add(tag);
        if (length >= 0x100)
            der.AddRange([0x82, (byte)(length >> 8), (byte)length]);
        else if (length >= 0x80)
            der.AddRange([0x81, (byte)length]);
        else
            der.Add((byte)length);
    }

    // Empty when there is none; then nothing more is found either.
    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> der, byte tag)
    {
        var from = der;
        der = default;
        if (from.Length < 2 || from[0] != tag)
            return default;
        int length = from[1], head = 2;
        if (length is 0x81 or 0x82)
        {
            head += length - 0x80;
            if (from.Length < head)
                return default;
            length = head == 3 ? from[2] : from[2] << 8 | from[3];
        }
        else if (length >= 0x80)
        {
            return default;
        }
        if (from.Length - head < length)
            return default;
        der = from.Slice(head + length);
        return from.Slice(head, length);
    }
}
