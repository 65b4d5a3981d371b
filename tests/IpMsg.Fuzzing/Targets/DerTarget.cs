using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using IpMsg.Protocol.Encryption;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets;

/// <summary>
/// A private key in DER: RSAPrivateKey and PrivateKeyInfo. Only small keys go to the platform, which takes a millisecond for others.
/// </summary>
internal sealed class DerTarget : FuzzTarget
{
    private const int MaxForPlatform = 64;

    internal override string Name => "der";

    internal override IReadOnlyList<byte[]> Seeds { get; } =
    [
        TestKeys.OlderBob.Write(), TestKeys.Alice.Write(), Wrapped(TestKeys.OlderBob.Write()), TestKeys.Bob.Public.Write(), Small(),
        Wrapped(Small()),
    ];

    internal override IReadOnlyList<byte[]> Words { get; } =
    [
        [0x30, 0x82], [0x30, 0x80], [0x02, 0x01, 0x00], [0x02, 0x00], [0x04, 0x82], [0x02, 0x81, 0x80], [0x30, 0x03, 0x02, 0x01, 0x00],
        [0x02, 0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x00, 0x00],
    ];

    internal override void Run(ReadOnlySpan<byte> input)
    {
        if (PublicKey.Create(input, [1, 0, 1]) is { } small)
            Require.That(small.Write().Length > small.Modulus.Length && small.Fingerprint.ToString().Length > 0, "public key");
        if (!PrivateKeyDer.TryRead(input, out var key))
            return;
        Require.That(key is { Modulus.Length: > 0, Exponent.Length: > 0 } && key.D!.Length >= key.Modulus.Length, "numbers");
        Require.That(PrivateKeyDer.TryRead(PrivateKeyDer.Write(key), out var again), "written key");
        Require.That(again.Modulus.AsSpan().SequenceEqual(key.Modulus) && again.D.AsSpan().SequenceEqual(key.D), "written numbers");
        Require.That(again.InverseQ.AsSpan().SequenceEqual(key.InverseQ) && again.P.AsSpan().SequenceEqual(key.P), "written primes");
        if (input.Length <= MaxForPlatform * 8 && key.Modulus!.Length <= MaxForPlatform && PrivateKey.Read(input) is { } whole)
            Require.That(whole.Public.Bits >= 512 && PrivateKey.Read(whole.Write()) is not null, "key that works");
    }

    // RSAPrivateKey with numbers that are no key.
    private static byte[] Small()
    {
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            foreach (int number in (int[])[0, 221, 5, 77, 13, 17, 5, 13, 4])
                der.WriteInteger(number);
        }
        return der.Encode();
    }

    private static byte[] Wrapped(byte[] key)
    {
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            der.WriteInteger(0);
            using (der.PushSequence())
            {
                der.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                der.WriteNull();
            }
            der.WriteOctetString(key);
        }
        return der.Encode();
    }
}
