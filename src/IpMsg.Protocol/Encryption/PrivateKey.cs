using System;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// An RSA key pair of our own. Each use costs up to milliseconds, so whoever must not wait calls from elsewhere; any number of threads
/// may do so at once.
/// </summary>
public sealed class PrivateKey
{
    private readonly RSAParameters _parameters;
    private readonly RsaPool _pool;

    private PrivateKey(RSAParameters parameters, PublicKey publicKey)
    {
        _parameters = parameters;
        _pool = new RsaPool(parameters);
        Public = publicKey;
    }

    /// <summary>The half that others get.</summary>
    public PublicKey Public { get; }

    /// <summary>The key with these numbers; null when they are none, or not all there.</summary>
    public static PrivateKey? Create(RSAParameters parameters)
    {
        if (PublicKey.Create(parameters.Modulus, parameters.Exponent) is not { } publicKey || parameters.D is null || parameters.P is null)
            return null;
        var key = new PrivateKey(parameters, publicKey);
        // Numbers that do not belong together are found by using them, and the platform is the one to judge.
        byte[] probe = new byte[8];
        return key.Sign(probe, HashAlgorithmName.SHA256) is { } signature && publicKey.Verifies(probe, signature, HashAlgorithmName.SHA256)
            ? key
            : null;
    }

    /// <summary>Makes a new key pair, which takes up to seconds.</summary>
    /// <param name="bits">1024 or 2048.</param>
    public static PrivateKey Generate(int bits)
    {
        using var rsa = NewOf(bits);
        return Create(rsa.ExportParameters(true)) ?? throw new CryptographicException("The platform made a key that it cannot use.");
    }

    /// <summary>A key that <see cref="Write"/> wrote, or the same as PrivateKeyInfo of PKCS#8; null for anything else, also for one that was damaged.</summary>
    public static PrivateKey? Read(ReadOnlySpan<byte> der) => PrivateKeyDer.TryRead(der, out var parameters) ? Create(parameters) : null;

    /// <summary>The key pair as RSAPrivateKey of PKCS#1 in DER, to be kept where nobody else can read it.</summary>
    public byte[] Write() => PrivateKeyDer.Write(_parameters);

    /// <summary>All numbers of the key.</summary>
    public RSAParameters Export() => _parameters;

    /// <summary>What was encrypted to us by PKCS#1 v1.5; null for anything else, whatever is wrong with it.</summary>
    internal byte[]? Decrypt(byte[] block)
    {
        if (block.Length != Public.Modulus.Length)
            return null;
        byte[]? data = _pool.Use(rsa => rsa.Decrypt(block, RSAEncryptionPadding.Pkcs1));
        // Platforms throw at a wrong padding, which takes longer than not to; whoever can measure that decrypts with a million tries (R70).
        if (data is not null)
            RsaPool.FailInEqualTime();
        return data;
    }

    /// <summary>A PKCS#1 v1.5 signature; null when the platform refuses.</summary>
    internal byte[]? Sign(byte[] data, HashAlgorithmName hash) => _pool.Use(rsa => rsa.SignData(data, hash, RSASignaturePadding.Pkcs1));

    private static RSA NewOf(int bits)
    {
        var rsa = RSA.Create();
        rsa.KeySize = bits;
        if (rsa.KeySize == bits)
            return rsa;
        // .NET Framework's default implementation takes its size when it is made, and ignores it later.
        rsa.Dispose();
        return new RSACryptoServiceProvider(bits);
    }
}
