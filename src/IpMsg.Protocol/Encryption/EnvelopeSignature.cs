using System;

namespace IpMsg.Protocol.Encryption;

/// <summary>Signatures over the plaintext of an envelope: text, NULs and lists, before padding (R66).</summary>
internal static class EnvelopeSignature
{
    /// <summary>
    /// Signs a plaintext; returns null when the platform refuses. Takes up to milliseconds. One signature serves all recipients of the same
    /// plaintext.
    /// </summary>
    /// <param name="plaintext">The plaintext.</param>
    /// <param name="suite">A suite that includes a signature.</param>
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
        // Only 2,048-bit keys sign (R62), so a key of another size counts as no key.
        if (sender is null || sender.Size != Capabilities.Rsa2048)
            return SignatureStatus.UnknownKey;
        return sender.Verifies(plaintext, signature, envelope.Suite.Hash) ? SignatureStatus.Valid : SignatureStatus.Invalid;
    }
}
