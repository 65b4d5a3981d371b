using System;
using System.Globalization;
using System.Text;

namespace IpMsg.Protocol.Encryption;

/// <summary>Encrypts a plaintext for one recipient (docs/protocol/encryption.md#envelope).</summary>
public static class EnvelopeEncryptor
{
    /// <summary>
    /// Encrypts a plaintext. Returns null when the platform refuses the recipient's key. The platform pads the session key with random
    /// bytes, so equal arguments give different envelopes.
    /// </summary>
    /// <param name="plaintext">Text and lists, as <see cref="EnvelopeContentWriter"/> writes them.</param>
    /// <param name="packetNumber">The number of the packet that carries the envelope (R65).</param>
    /// <param name="suite">The suite.</param>
    /// <param name="recipient">The recipient's key, of the size in the suite.</param>
    /// <param name="sessionKey">Fresh random bytes for this envelope only, <see cref="CipherSuite.SessionKeyLength"/> of them.</param>
    /// <param name="signature">The signature from <see cref="EnvelopeSignature"/> when the suite includes one; else null.</param>
    public static Envelope? Encrypt(
        byte[] plaintext, uint packetNumber, CipherSuite suite, PublicKey recipient, byte[] sessionKey, byte[]? signature)
    {
        if (recipient.Size != suite.KeySize)
            throw new ArgumentException($"{suite.Flags} is not for a key of {recipient.Bits} bits.", nameof(recipient));
        if (sessionKey.Length != suite.SessionKeyLength)
            throw new ArgumentException($"{suite.Flags} takes {suite.SessionKeyLength} bytes.", nameof(sessionKey));
        if (signature is null == suite.IsSigned)
            throw new ArgumentException($"{suite.Flags} has {(suite.IsSigned ? "a" : "no")} signature.", nameof(signature));
        if (recipient.Encrypt(sessionKey) is not { } encryptedKey)
            return null;
        byte[] number = Encoding.ASCII.GetBytes(packetNumber.ToString(CultureInfo.InvariantCulture));
        byte[] padded = BlockPadding.Add(plaintext, suite.BlockLength);
        byte[] ciphertext = BlockCipher.Encrypt(suite, sessionKey, PacketNumberIv.Of(number, suite), padded);
        return new Envelope(suite, encryptedKey, ciphertext, signature);
    }

    /// <summary>The length of the envelope's body in bytes, known before the encryption (R18).</summary>
    /// <param name="plaintext">The length of the plaintext in bytes.</param>
    /// <param name="suite">The suite.</param>
    /// <param name="recipient">The recipient's key.</param>
    /// <param name="signer">Our key when the suite includes a signature.</param>
    public static int BodyLength(int plaintext, CipherSuite suite, PublicKey recipient, PublicKey? signer)
    {
        int flags = ((uint)suite.Flags).ToString("X", CultureInfo.InvariantCulture).Length;
        int blocks = (plaintext / suite.BlockLength + 1) * suite.BlockLength;
        int length = flags + 1 + Field(recipient.Modulus.Length) + 1 + Field(blocks);
        return suite.IsSigned && signer is not null ? length + 1 + Field(signer.Modulus.Length) : length;

        int Field(int bytes) => EnvelopeField.Length(bytes, suite.IsBase64);
    }
}
