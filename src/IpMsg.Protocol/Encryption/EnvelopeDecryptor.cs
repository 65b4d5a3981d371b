using System;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>Opens envelopes (R69 to R71). Costs up to milliseconds, so the receive loop has it done elsewhere.</summary>
public static class EnvelopeDecryptor
{
    /// <summary>
    /// Null when it cannot be opened, without a word about why: whoever learns which of a thousand damaged copies failed at the padding
    /// can read the original (R70).
    /// </summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="packetNumber">The packet number's digits, exactly as in the header (R65).</param>
    /// <param name="own">Our keys.</param>
    /// <param name="sender">The sender's key; null while it is not known.</param>
    /// <param name="allowsWeak">True when weak suites are read as well.</param>
    public static DecryptedEnvelope? Decrypt(Envelope envelope, ReadOnlySpan<byte> packetNumber, OwnKeys own, PublicKey? sender, bool allowsWeak = false)
    {
        var suite = envelope.Suite;
        if (own.Of(suite.KeySize) is not { } key || suite.IsWeak && !allowsWeak)
            return null;
        try
        {
            byte[]? sent = key.Decrypt(envelope.SessionKey);
            bool isKey = sent?.Length == suite.SessionKeyLength;
            // A wrong session key is followed by the same work as a right one, lest the time tell them apart.
            byte[] sessionKey = isKey ? sent! : new byte[suite.SessionKeyLength];
            byte[] padded = BlockCipher.Decrypt(suite, sessionKey, PacketNumberIv.Of(packetNumber, suite), envelope.Ciphertext);
            int padding = BlockPadding.Count(padded, suite.BlockLength);
            // And so is a wrong padding: its signature is checked as well.
            var decrypted = new DecryptedEnvelope(envelope, padded.AsSpan(0, padded.Length - padding).ToArray(), sender);
            return isKey & padding != 0 ? decrypted : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
