using System;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Splits an encrypted body (docs/protocol/encryption.md#envelope). It decrypts nothing, so the receive loop can call it.
/// </summary>
public static class EnvelopeReader
{
    /// <summary>
    /// Returns null when the envelope cannot be decrypted: unsupported flags, invalid hex or Base64, a ciphertext of incomplete blocks, or
    /// a missing signature (R71). Treat this like a failed decryption.
    /// </summary>
    public static Envelope? Read(ReadOnlySpan<byte> body)
    {
        var fields = new FieldReader(body);
        if (!fields.TryPlain(out var flags) || !CapabilityText.TryRead(flags, out var capabilities)
            || !CipherSuite.TryRead(capabilities & ~Capabilities.IpDictCounter, out var suite))
            return null;
        byte[]? sessionKey = Next(ref fields, suite), ciphertext = Next(ref fields, suite), signature = Next(ref fields, suite);
        bool isWhole = sessionKey is { Length: > 0 } && ciphertext is { Length: > 0 } && ciphertext.Length % suite.BlockLength == 0
            && (signature is { Length: > 0 } || !suite.IsSigned);
        return isWhole ? new Envelope(suite, sessionKey!, ciphertext!, suite.IsSigned ? signature : null) : null;
    }

    private static byte[]? Next(ref FieldReader fields, in CipherSuite suite) =>
        fields.TryPlain(out var text) ? EnvelopeField.Read(text, suite.IsBase64) : null;
}
