using System;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>Decrypts envelopes (R69 to R71). Takes up to milliseconds, so the receive loop leaves it to another thread.</summary>
public static class EnvelopeDecryptor
{
    /// <summary>
    /// Decrypts an envelope. Returns null on any failure and hides the reason: an attacker who learns which of many modified copies has a
    /// wrong padding can decrypt the original (R70).
    /// </summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="packetNumber">The digits of the packet number, exactly as in the header (R65).</param>
    /// <param name="own">Our keys.</param>
    /// <param name="sender">The sender's key; null while it is not known.</param>
    /// <param name="allowsWeak">True to accept weak suites.</param>
    public static DecryptedEnvelope? Decrypt(
        Envelope envelope, ReadOnlySpan<byte> packetNumber, OwnKeys own, PublicKey? sender, bool allowsWeak = false)
    {
        var suite = envelope.Suite;
        if (own.Of(suite.KeySize) is not { } key || suite.IsWeak && !allowsWeak)
            return null;
        try
        {
            byte[]? decryptedKey = key.Decrypt(envelope.SessionKey);
            bool isKey = decryptedKey?.Length == suite.SessionKeyLength;
            // A wrong session key leads to the same work as a right one, so that timing does not tell them apart.
            byte[] sessionKey = isKey ? decryptedKey! : new byte[suite.SessionKeyLength];
            byte[] padded = BlockCipher.Decrypt(suite, sessionKey, PacketNumberIv.Of(packetNumber, suite), envelope.Ciphertext);
            int padding = BlockPadding.Count(padded, suite.BlockLength);
            // A wrong padding leads to the same work too: the signature is checked as well.
            var decrypted = new DecryptedEnvelope(envelope, padded.AsSpan(0, padded.Length - padding).ToArray(), sender);
            return isKey & padding != 0 ? decrypted : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
