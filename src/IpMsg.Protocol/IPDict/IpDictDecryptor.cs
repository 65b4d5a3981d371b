using System;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.IPDict;

/// <summary>Decrypts dictionaries and checks their signatures (R103). Takes up to milliseconds, so another thread does it.</summary>
internal static class IpDictDecryptor
{
    /// <summary>
    /// Decrypts a message, or takes it as it is when it is only signed. The signature is that of the key in the dictionary;
    /// <see cref="DecryptedEnvelope.SignedBy"/> compares it with the known one. Null on any failure, and for a wrong signature.
    /// </summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="lines">The trailer of the message.</param>
    /// <param name="own">Our keys.</param>
    internal static DecryptedEnvelope? Decrypt(Envelope envelope, ReadOnlySpan<byte> lines, OwnKeys own) =>
        own.Usual is { } key && (envelope.Suite.Encrypts ? IpDictEnvelope.Decrypt(envelope, key) : envelope.Ciphertext) is { } signed
            ? Open(envelope, signed, lines)
            : null;

    /// <summary>Reads a decrypted dictionary and checks its signature, as <see cref="Decrypt"/> does.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="signed">The dictionary that was in it.</param>
    /// <param name="lines">The trailer of the message.</param>
    internal static DecryptedEnvelope? Open(Envelope envelope, byte[] signed, ReadOnlySpan<byte> lines)
    {
        if (!IpDict.TryRead(signed, out var dict) || IpDictSignature.Of(dict) is not { } signature
            || IpDictSignature.KeyIn(dict) is not { } signer || IpDictMessage.Read(dict, lines, envelope.Suite.Encrypts) is not { } message)
            return null;
        var result = new DecryptedEnvelope(envelope with { Signature = signature }, IpDictSignature.SignedPart(dict), signer)
        {
            IpDict = message,
        };
        return result.Signature == SignatureStatus.Valid ? result : null;
    }
}
