using System;
using System.Diagnostics;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.IPDict;

/// <summary>
/// Encrypts signed dictionaries and decrypts them (R103). The encrypted form is a dictionary of <c>EF</c>, <c>EI</c>, <c>EK</c> and
/// <c>EB</c>, in this order.
/// </summary>
internal static class IpDictEnvelope
{
    /// <summary>The value of EF: RSA_2048, AES_256, IPDICT_CTR.</summary>
    internal const Capabilities Algorithms = Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.IpDictCounter;

    /// <summary>The number of random bytes for an envelope: those of the key, then those of the counter.</summary>
    internal const int RandomLength = TransferCipher.KeyLength + CounterLength;

    private const int CounterLength = 16, EncryptedKeyLength = 256;

    /// <summary>The suite: what EF says, and the signature of the dictionary inside.</summary>
    internal static CipherSuite Suite { get; } = SuiteOf(Algorithms | Capabilities.SignSha256);

    /// <summary>Encrypts a signed dictionary in its whole form; null when the platform refuses the key.</summary>
    /// <param name="signed">The dictionary.</param>
    /// <param name="recipient">The 2,048-bit key of the recipient.</param>
    /// <param name="random">Fresh random bytes, <see cref="RandomLength"/> of them.</param>
    internal static Envelope? Encrypt(byte[] signed, PublicKey recipient, ReadOnlySpan<byte> random)
    {
        if (recipient.Size != Capabilities.Rsa2048)
            throw new ArgumentException($"IPDict is not for a key of {recipient.Bits} bits.", nameof(recipient));
        if (random.Length != RandomLength)
            throw new ArgumentException($"An envelope takes {RandomLength} bytes.", nameof(random));
        byte[] key = random.Slice(0, TransferCipher.KeyLength).ToArray(), counter = random.Slice(TransferCipher.KeyLength).ToArray();
        return recipient.Encrypt(key) is { } sessionKey
            ? new Envelope(Suite, sessionKey, Transform(signed, key, counter), signature: null) { Counter = counter }
            : null;
    }

    /// <summary>Reads an encrypted dictionary; null when it is none. Further bits of EF, as of later clients, do not count.</summary>
    internal static Envelope? Read(in IpDict dict) =>
        dict.TryGetNumber(IpDictKeys.Algorithms, out long algorithms) && (algorithms & (long)Algorithms) == (long)Algorithms
        && dict.TryGet(IpDictKeys.Counter, out var counter) && counter.Length == CounterLength
        && dict.TryGet(IpDictKeys.SessionKey, out var key) && key.Length == EncryptedKeyLength
        && dict.TryGet(IpDictKeys.Encrypted, out var encrypted)
            ? new Envelope(Suite, key.ToArray(), encrypted.ToArray(), signature: null) { Counter = counter.ToArray() }
            : null;

    /// <summary>The dictionary to send.</summary>
    internal static IpDictWriter Write(Envelope envelope) => new IpDictWriter()
        .Set(IpDictKeys.Algorithms, (long)Algorithms)
        .Set(IpDictKeys.Counter, envelope.Counter)
        .Set(IpDictKeys.SessionKey, envelope.SessionKey)
        .Set(IpDictKeys.Encrypted, envelope.Ciphertext);

    /// <summary>
    /// Decrypts the signed dictionary; null when the key does not fit. The bytes may still be no dictionary. A wrong session key leads to
    /// the same work as a right one, so that timing does not tell them apart (R70).
    /// </summary>
    internal static byte[]? Decrypt(Envelope envelope, PrivateKey own)
    {
        byte[]? key = own.Decrypt(envelope.SessionKey);
        bool isKey = key?.Length == TransferCipher.KeyLength;
        byte[] decrypted = Transform(envelope.Ciphertext, isKey ? key! : new byte[TransferCipher.KeyLength], envelope.Counter!);
        return isKey ? decrypted : null;
    }

    private static byte[] Transform(byte[] bytes, byte[] key, byte[] counter)
    {
        byte[] result = (byte[])bytes.Clone();
        using var cipher = TransferCipher.At(key, counter);
        cipher.Transform(result);
        return result;
    }

    private static CipherSuite SuiteOf(Capabilities flags)
    {
        bool isSuite = CipherSuite.TryRead(flags, out var suite);
        Debug.Assert(isSuite, "The flags have a key size and a cipher.");
        return suite;
    }
}
