using System;
using System.Globalization;
using System.Text;

namespace IpMsg.Protocol.Encryption;

/// <summary>Puts a plaintext into an envelope for one recipient (docs/protocol/encryption.md#envelope).</summary>
public static class EnvelopeEncryptor
{
    /// <summary>
    /// The envelope; null when the platform refuses the recipient's key. The platform alone makes the random padding around the session
    /// key, so the same arguments give another envelope each time.
    /// </summary>
    /// <param name="plaintext">Text and lists, as <see cref="EnvelopeContentWriter"/> writes them.</param>
    /// <param name="packetNumber">The number of the packet that will carry it (R65).</param>
    /// <param name="suite">The suite.</param>
    /// <param name="recipient">The recipient's key, of the suite's size.</param>
    /// <param name="sessionKey">Fresh secret random bytes, as many as the suite needs; never used twice.</param>
    /// <param name="signature">The signature by <see cref="EnvelopeSignature"/> when the suite has one; else null.</param>
    public static Envelope? Encrypt(byte[] plaintext, uint packetNumber, CipherSuite suite, PublicKey recipient, byte[] sessionKey, byte[]? signature)
    {
        if (recipient.Size != suite.KeySize)
            throw new ArgumentException($"{suite.Flags} is not for a key of {recipient.Bits} bits.", nameof(recipient));
        if (sessionKey.Length != suite.SessionKeyLength)
            throw new ArgumentException($"{suite.Flags} takes {suite.SessionKeyLength} bytes.", nameof(sessionKey));
        if (signature is null == suite.IsSigned)
            throw new ArgumentException($"{suite.Flags} has {(suite.IsSigned ? "a" : "no")} signature.", nameof(signature));
        if (recipient.Encrypt(sessionKey) is not { } sentKey)
            return null;
        byte[] number = Encoding.ASCII.GetBytes(packetNumber.ToString(CultureInfo.InvariantCulture));
        byte[] padded = BlockPadding.Add(plaintext, suite.BlockLength);
        return new Envelope(suite, sentKey, BlockCipher.Encrypt(suite, sessionKey, PacketNumberIv.Of(number, suite), padded), signature);
    }

    /// <summary>How long the body of an envelope will be, before anything is encrypted (R18).</summary>
    /// <param name="plaintext">The length of the plaintext.</param>
    /// <param name="suite">The suite.</param>
    /// <param name="recipient">The recipient's key.</param>
    /// <param name="signer">Our key when the suite has a signature.</param>
    public static int BodyLength(int plaintext, CipherSuite suite, PublicKey recipient, PublicKey? signer)
    {
        int flags = ((uint)suite.Flags).ToString("X", CultureInfo.InvariantCulture).Length;
        int blocks = (plaintext / suite.BlockLength + 1) * suite.BlockLength;
        int length = flags + 1 + EnvelopeField.Length(recipient.Modulus.Length, suite.IsBase64) + 1 + EnvelopeField.Length(blocks, suite.IsBase64);
        return suite.IsSigned && signer is not null ? length + 1 + EnvelopeField.Length(signer.Modulus.Length, suite.IsBase64) : length;
    }
}
