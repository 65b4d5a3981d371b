using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>Signatures over the plaintext of envelopes: text, NULs and lists, before padding (R66).</summary>
public static class EnvelopeSignature
{
    /// <summary>
    /// Signs; null when the platform refuses. Costs up to milliseconds, and serves all recipients that get the very same plaintext.
    /// </summary>
    /// <param name="plaintext">What is to be encrypted.</param>
    /// <param name="suite">A suite with a signature.</param>
    /// <param name="signer">Our 2,048-bit key.</param>
    public static byte[]? Make(byte[] plaintext, CipherSuite suite, PrivateKey signer)
    {
        if (!suite.IsSigned)
            throw new ArgumentException($"{suite.Flags} has no signature.", nameof(suite));
        if (signer.Public.Size != Capabilities.Rsa2048)
            throw new ArgumentException($"Nobody checks signatures of a key of {signer.Public.Bits} bits.", nameof(signer));
        return signer.Sign(plaintext, suite.Hash);
    }

    internal static SignatureStatus Check(byte[] plaintext, Envelope envelope, PublicKey? sender)
    {
        if (envelope.Signature is not { } signature)
            return SignatureStatus.None;
        // Signatures are made with keys of this size alone, so any other says as little as no key.
        if (sender is null || sender.Size != Capabilities.Rsa2048)
            return SignatureStatus.UnknownKey;
        return sender.Verifies(plaintext, signature, envelope.Suite.Hash) ? SignatureStatus.Valid : SignatureStatus.Invalid;
    }
}
