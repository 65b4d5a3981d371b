using System;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Our RSA key pair. Each operation takes up to milliseconds, so the receive loop leaves it to another thread. Thread-safe.
/// </summary>
public sealed class PrivateKey
{
    private const int MaxAttempts = 3;

    private readonly RSAParameters _parameters;
    private readonly RsaPool _pool;

    private PrivateKey(RSAParameters parameters, PublicKey publicKey)
    {
        _parameters = parameters;
        _pool = new RsaPool(parameters);
        Public = publicKey;
    }

    /// <summary>The public key.</summary>
    public PublicKey Public { get; }

    /// <summary>Creates a key from its numbers; null when they are incomplete or no valid key.</summary>
    public static PrivateKey? Create(RSAParameters parameters)
    {
        if (PublicKey.Create(parameters.Modulus, parameters.Exponent) is not { } publicKey || parameters.D is null || parameters.P is null)
            return null;
        var key = new PrivateKey(parameters, publicKey);
        // A trial operation shows whether the numbers fit together; the platform decides that.
        byte[] probe = new byte[8];
        return key.Sign(probe, HashAlgorithmName.SHA256) is { } signature && publicKey.Verifies(probe, signature, HashAlgorithmName.SHA256)
            ? key
            : null;
    }

    /// <summary>Generates a key pair. Takes up to seconds.</summary>
    /// <param name="bits">1024 or 2048.</param>
    public static PrivateKey Generate(int bits)
    {
        // Now and then wine makes a key that fails its trial.
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            using var rsa = NewOf(bits);
            if (Create(rsa.ExportParameters(true)) is { } key)
                return key;
        }
        throw new CryptographicException("The platform made keys that it cannot use.");
    }

    /// <summary>
    /// Reads RSAPrivateKey (PKCS#1), which <see cref="Write"/> writes, or PrivateKeyInfo (PKCS#8). Returns null for anything else,
    /// including a damaged key.
    /// </summary>
    public static PrivateKey? Read(ReadOnlySpan<byte> der) => PrivateKeyDer.TryRead(der, out var parameters) ? Create(parameters) : null;

    /// <summary>Writes the key pair as RSAPrivateKey (PKCS#1) in DER. Store it where only its owner can read it.</summary>
    public byte[] Write() => PrivateKeyDer.Write(_parameters);

    /// <summary>All numbers of the key pair.</summary>
    public RSAParameters Export() => _parameters;

    /// <summary>Decrypts a PKCS#1 v1.5 block; null on any failure, whatever the reason.</summary>
    internal byte[]? Decrypt(byte[] block)
    {
        if (block.Length != Public.Modulus.Length)
            return null;
        byte[]? data = _pool.Use(rsa => rsa.Decrypt(block, RSAEncryptionPadding.Pkcs1));
        // Platforms throw at a wrong padding, which takes longer than success. An attacker who can measure that decrypts with a million
        // tries (R70).
        if (data is not null)
            RsaPool.FailInEqualTime();
        return data;
    }

    /// <summary>A PKCS#1 v1.5 signature; null when the platform refuses.</summary>
    internal byte[]? Sign(byte[] data, HashAlgorithmName hash) => _pool.Use(rsa => rsa.SignData(data, hash, RSASignaturePadding.Pkcs1));

    private static RSA NewOf(int bits)
    {
        var rsa = PlatformRsa.Create();
        rsa.KeySize = bits;
        if (rsa.KeySize == bits)
            return rsa;
        // .NET Framework's default implementation takes the size only in its constructor.
        rsa.Dispose();
        return new RSACryptoServiceProvider(bits);
    }
}
