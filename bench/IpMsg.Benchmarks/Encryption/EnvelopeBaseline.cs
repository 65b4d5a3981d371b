using System;
using System.Security.Cryptography;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Benchmarks.Encryption;

/// <summary>The bare operations of an envelope, with imported keys and nothing around them.</summary>
internal sealed class EnvelopeBaseline : IDisposable
{
    private readonly RSA _sender, _recipient;
    private readonly byte[] _plaintext, _vector = new byte[16];
    private readonly byte[] _signature, _sessionKey, _ciphertext;

    internal EnvelopeBaseline(PrivateKey sender, PrivateKey recipient, byte[] plaintext)
    {
        (_sender, _recipient, _plaintext) = (RSA.Create(sender.Export()), RSA.Create(recipient.Export()), plaintext);
        byte[] key = RandomNumberGenerator.GetBytes(32);
        using var aes = Aes.Create();
        aes.Key = key;
        _signature = _sender.SignData(plaintext, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _sessionKey = _recipient.Encrypt(key, RSAEncryptionPadding.Pkcs1);
        _ciphertext = aes.EncryptCbc(plaintext, _vector);
    }

    internal void Encrypt()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        _sender.SignData(_plaintext, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _recipient.Encrypt(key, RSAEncryptionPadding.Pkcs1);
        using var aes = Aes.Create();
        aes.Key = key;
        aes.EncryptCbc(_plaintext, _vector);
    }

    internal void Decrypt()
    {
        using var aes = Aes.Create();
        aes.Key = _recipient.Decrypt(_sessionKey, RSAEncryptionPadding.Pkcs1);
        byte[] plaintext = aes.DecryptCbc(_ciphertext, _vector);
        _sender.VerifyData(plaintext, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _recipient.Dispose();
    }
}
