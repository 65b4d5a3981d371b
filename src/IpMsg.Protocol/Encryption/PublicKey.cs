using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>An RSA public key. Immutable and thread-safe.</summary>
public sealed class PublicKey : IEquatable<PublicKey>
{
    private const int MinBits = 512, MaxBits = 4096;

    private readonly byte[] _modulus;
    private readonly RsaPool _pool;

    private PublicKey(byte[] modulus, uint exponent, int bits)
    {
        _modulus = modulus;
        Exponent = exponent;
        Bits = bits;
        _pool = new RsaPool(new RSAParameters { Modulus = modulus, Exponent = ExponentBytes() });
    }

    /// <summary>
    /// Creates a key from big-endian numbers; null when they are no valid key. The upper bound (4,096 bits) limits the time that a peer's
    /// key can cost; the lower bound of the exponent excludes 1, which encrypts nothing.
    /// </summary>
    public static PublicKey? Create(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        modulus = modulus.TrimStart(0);
        exponent = exponent.TrimStart(0);
        if (modulus.IsEmpty || (modulus[modulus.Length - 1] & 1) == 0 || exponent.Length is 0 or > sizeof(uint))
            return null;
        int bits = modulus.Length * 8;
        for (int first = modulus[0]; first < 0x80; first <<= 1)
            bits--;
        uint value = 0;
        foreach (byte each in exponent)
            value = value << 8 | each;
        bool isValid = bits is >= MinBits and <= MaxBits && value >= 3 && (value & 1) != 0;
        return isValid ? new PublicKey(modulus.ToArray(), value, bits) : null;
    }

    /// <summary>The modulus, big-endian, without leading zeros.</summary>
    public ReadOnlySpan<byte> Modulus => _modulus;

    /// <summary>The exponent, usually 65537.</summary>
    public uint Exponent { get; }

    /// <summary>The length of the modulus in bits.</summary>
    public int Bits { get; }

    /// <summary>The capability for keys of this size; None for other sizes.</summary>
    public Capabilities Size => (_modulus.Length * 8) switch
    {
        512 => Capabilities.Rsa512,
        1024 => Capabilities.Rsa1024,
        2048 => Capabilities.Rsa2048,
        4096 => Capabilities.Rsa4096,
        _ => Capabilities.None,
    };

    /// <summary>The fingerprint for user names (R60).</summary>
    public Fingerprint Fingerprint => Fingerprint.Of(_modulus);

    /// <summary>Writes the key as SubjectPublicKeyInfo in DER, which common key tools read.</summary>
    public byte[] Write()
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteNumber(_modulus);
            key.WriteNumber(ExponentBytes());
        }
        var der = new AsnWriter(AsnEncodingRules.DER);
        using (der.PushSequence())
        {
            using (der.PushSequence())
            {
                der.WriteObjectIdentifier("1.2.840.113549.1.1.1"); // rsaEncryption
                der.WriteNull();
            }
            der.WriteBitString(key.Encode());
        }
        return der.Encode();
    }

    /// <inheritdoc/>
    public bool Equals(PublicKey? other) => other is not null && Exponent == other.Exponent && Modulus.SequenceEqual(other.Modulus);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _modulus[_modulus.Length / 2] << 24 | _modulus[_modulus.Length - 2] << 16 | _modulus[1] << 8 | _modulus[2];

    /// <summary>Encrypts by PKCS#1 v1.5 with random padding; null when the platform refuses the key.</summary>
    internal byte[]? Encrypt(byte[] data) => _pool.Use(rsa => rsa.Encrypt(data, RSAEncryptionPadding.Pkcs1));

    /// <summary>
    /// Checks a PKCS#1 v1.5 signature (R62, R63). Returns false for a signature of the wrong length, which some platforms throw at.
    /// </summary>
    internal bool Verifies(byte[] data, byte[] signature, HashAlgorithmName hash) =>
        signature.Length == _modulus.Length && _pool.Use(rsa => rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1));

    private byte[] ExponentBytes()
    {
        ReadOnlySpan<byte> bytes = [(byte)(Exponent >> 24), (byte)(Exponent >> 16), (byte)(Exponent >> 8), (byte)Exponent];
        return bytes.TrimStart(0).ToArray();
    }
}
