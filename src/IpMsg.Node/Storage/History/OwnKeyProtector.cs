using System;
using System.Buffers.Binary;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Node.Storage.History;

/// <summary>
/// Protects sealed texts with the user's own key of 2,048 bits: AES-256 with a random key for each text, and that key encrypted with RSA.
/// It is the envelope of the protocol, and a digest in front of the text shows damage: CBC alone does not.
/// </summary>
/// <param name="keys">Gets the keys of the user; called once, when the first text is to be protected.</param>
internal sealed class OwnKeyProtector(Func<OwnKeys> keys) : ITextProtector
{
    // Version, length of the encrypted key.
    private const int HeadLength = 3;
    private const byte Version = 1;
    private const int DigestLength = 32;

    private readonly Lazy<OwnKeys> _keys = new(keys);

    /// <summary>A protector with the keys of a key folder, which are made when they are missing.</summary>
    /// <param name="keyPath">The folder; null for the user's own.</param>
    internal static OwnKeyProtector ForFolder(string? keyPath) =>
        new(() => new OwnKeyStore(UserFolder.Locate(keyPath), isNamed: !string.IsNullOrEmpty(keyPath)).Open());

    /// <exception cref="IOException">There is no key, or the platform refuses it: the message must not be confirmed then.</exception>
    /// <exception cref="IpMsgException">The key folder cannot be used.</exception>
    public byte[] Protect(byte[] plain)
    {
        var suite = Suite();
        var recipient = _keys.Value.Usual?.Public ?? throw new IOException("There is no key of 2,048 bits to protect sealed texts with.");
        byte[] sessionKey = Random(suite.SessionKeyLength);
        var envelope = EnvelopeEncryptor.Encrypt([.. Digest(plain), .. plain], 0, suite, recipient, sessionKey, null)
            ?? throw new IOException("The system refuses the key that protects sealed texts.");
        Array.Clear(sessionKey, 0, sessionKey.Length);
        byte[] hidden = new byte[HeadLength + envelope.SessionKey.Length + envelope.Ciphertext.Length];
        hidden[0] = Version;
        BinaryPrimitives.WriteUInt16BigEndian(hidden.AsSpan(1), (ushort)envelope.SessionKey.Length);
        envelope.SessionKey.CopyTo(hidden, HeadLength);
        envelope.Ciphertext.CopyTo(hidden, HeadLength + envelope.SessionKey.Length);
        return hidden;
    }

    /// <exception cref="IpMsgException">The key folder cannot be used.</exception>
    public byte[]? Unprotect(byte[] hidden)
    {
        var suite = Suite();
        if (hidden.Length < HeadLength || hidden[0] != Version)
            return null;
        int keyLength = BinaryPrimitives.ReadUInt16BigEndian(hidden.AsSpan(1));
        int length = hidden.Length - HeadLength - keyLength;
        if (length < suite.BlockLength || length % suite.BlockLength != 0)
            return null;
        var body = hidden.AsSpan(HeadLength);
        var envelope = new Envelope(suite, body.Slice(0, keyLength).ToArray(), body.Slice(keyLength).ToArray(), null);
        if (EnvelopeDecryptor.Decrypt(envelope, "0"u8, _keys.Value, null) is not { Plaintext: { Length: >= DigestLength } whole })
            return null;
        byte[] plain = whole.AsSpan(DigestLength).ToArray();
        return whole.AsSpan(0, DigestLength).SequenceEqual(Digest(plain)) ? plain : null;
    }

    private static CipherSuite Suite() =>
        CipherSuite.TryRead(Capabilities.Rsa2048 | Capabilities.Aes256, out var suite) ? suite : throw new NotSupportedException();

    private static byte[] Digest(byte[] plain)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(plain);
    }

    private static byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }
}
