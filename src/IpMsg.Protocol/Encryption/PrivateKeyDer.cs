using System;
using System.Security.Cryptography;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Key pairs as bytes to be kept: RSAPrivateKey of PKCS#1 in DER, which every tool for keys understands. The target framework has no way to
/// write one.
/// </summary>
internal static class PrivateKeyDer
{
    private const int Numbers = 9;

    internal static byte[] Write(in RSAParameters key)
    {
        byte[][] numbers = [[0], key.Modulus, key.Exponent, key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ];
        return Der.Wrap(Der.Sequence, Array.ConvertAll(numbers, static each => Der.Number(each)));
    }

    /// <summary>False for whatever has another form; whether the numbers make a key is not judged here.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> der, out RSAParameters key)
    {
        key = default;
        der = Unwrap(der);
        var rest = Der.Take(ref der, Der.Sequence);
        byte[][] numbers = new byte[Numbers][];
        for (int i = 0; i < Numbers; i++)
        {
            var number = Der.Take(ref rest, Der.Integer).TrimStart(0);
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
        var rest = Der.Take(ref outer, Der.Sequence);
        Der.Take(ref rest, Der.Integer);
        Der.Take(ref rest, Der.Sequence);
        var inner = Der.Take(ref rest, Der.OctetString);
        return inner.IsEmpty ? der : inner;
    }

    private static byte[] Fill(byte[] number, int length)
    {
        byte[] filled = new byte[Math.Max(length, number.Length)];
        number.CopyTo(filled, filled.Length - number.Length);
        return filled;
    }
}
