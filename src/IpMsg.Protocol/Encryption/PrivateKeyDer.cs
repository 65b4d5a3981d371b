using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Converts key pairs to and from RSAPrivateKey (PKCS#1) in DER, which common key tools read and write. netstandard2.0 has no method for
/// it.
/// </summary>
internal static class PrivateKeyDer
{
    private const int Numbers = 8;

    internal static byte[] Write(in RSAParameters key)
    {
        byte[][] numbers = [key.Modulus, key.Exponent, key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ];
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteInteger(0);
            foreach (byte[] number in numbers)
                der.WriteNumber(number);
        }
        return der.Encode();
    }

    /// <summary>Reads RSAPrivateKey, or PrivateKeyInfo (PKCS#8) around it. Does not check that the numbers are a key.</summary>
    /// <returns>False for any other bytes. Bytes after the key are ignored.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> der, out RSAParameters key)
    {
        key = default;
        byte[][] numbers = new byte[Numbers][];
        try
        {
            if (Open(der.ToArray()) is not { } reader)
                return false;
            for (int i = 0; i < Numbers; i++)
            {
                numbers[i] = reader.ReadIntegerBytes().Span.TrimStart(0).ToArray();
                if (numbers[i].Length == 0)
                    return false;
            }
        }
        catch (AsnContentException)
        {
            return false;
        }
        int length = numbers[0].Length, half = (length + 1) / 2;
        // Windows requires these lengths; numbers that begin with zeros are shorter here.
        key = new RSAParameters
        {
            Modulus = numbers[0],
            Exponent = numbers[1],
            D = Fill(numbers[2], length),
            P = Fill(numbers[3], half),
            Q = Fill(numbers[4], half),
            DP = Fill(numbers[5], half),
            DQ = Fill(numbers[6], half),
            InverseQ = Fill(numbers[7], half),
        };
        return true;
    }

    // Leaves the reader behind the version of RSAPrivateKey, which is 0 for two primes; null for other versions.
    private static AsnReader? Open(byte[] der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        bool isSupported = reader.TryReadInt32(out int version) && version == 0;
        // openssl 3 writes PrivateKeyInfo: version, algorithm, and RSAPrivateKey as an OCTET STRING.
        if (reader.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            reader.ReadSequence();
            reader = new AsnReader(reader.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
            isSupported = reader.TryReadInt32(out version) && version == 0;
        }
        return isSupported ? reader : null;
    }

    private static byte[] Fill(byte[] number, int length)
    {
        byte[] filled = new byte[Math.Max(length, number.Length)];
        number.CopyTo(filled, filled.Length - number.Length);
        return filled;
    }
}
