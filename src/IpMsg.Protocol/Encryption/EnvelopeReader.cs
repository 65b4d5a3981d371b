using System;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Protocol.Encryption;

/// <summary>Takes an encrypted body apart (docs/protocol/encryption.md#envelope). Costs no more than reading it, so the receive loop may do it.</summary>
public static class EnvelopeReader
{
    /// <summary>
    /// Null for whatever cannot be opened: unknown flags, fields that are no hex or Base64, a ciphertext of broken blocks, a missing
    /// signature where the flags promise one (R71). That counts the same as an envelope that fails to open.
    /// </summary>
    public static Envelope? Read(ReadOnlySpan<byte> body)
    {
        var fields = new FieldReader(body);
        if (!fields.TryPlain(out var flags) || !CapabilityText.TryRead(flags, out var capabilities) || !CipherSuite.TryRead(capabilities, out var suite))
            return null;
        byte[]? sessionKey = Next(ref fields, suite), ciphertext = Next(ref fields, suite), signature = Next(ref fields, suite);
        bool isWhole = sessionKey is { Length: > 0 } && ciphertext is { Length: > 0 } && ciphertext.Length % suite.BlockLength == 0
            && (signature is { Length: > 0 } || !suite.IsSigned);
        return isWhole ? new Envelope(suite, sessionKey!, ciphertext!, suite.IsSigned ? signature : null) : null;
    }

    private static byte[]? Next(ref FieldReader fields, in CipherSuite suite) =>
        fields.TryPlain(out var text) ? EnvelopeField.Read(text, suite.IsBase64) : null;
}
