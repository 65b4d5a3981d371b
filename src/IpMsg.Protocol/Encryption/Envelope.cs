using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// An encrypted body, split but not decrypted (docs/protocol/encryption.md#envelope). It is immutable, so one thread can read it and
/// another decrypt it.
/// </summary>
public sealed record Envelope
{
    internal Envelope(CipherSuite suite, byte[] sessionKey, byte[] ciphertext, byte[]? signature)
    {
        Suite = suite;
        SessionKey = sessionKey;
        Ciphertext = ciphertext;
        Signature = signature;
    }

    /// <summary>The suite.</summary>
    public CipherSuite Suite { get; }

    /// <summary>The session key, encrypted for the recipient.</summary>
    internal byte[] SessionKey { get; init; }

    /// <summary>The text and lists, encrypted with the session key.</summary>
    internal byte[] Ciphertext { get; init; }

    /// <summary>The sender's signature over the plaintext; null when there is none.</summary>
    internal byte[]? Signature { get; init; }

    /// <summary>The initial counter of an envelope in IPDict form (R103); null in format 1.</summary>
    internal byte[]? Counter { get; init; }

    /// <summary>True for a dictionary (R103).</summary>
    internal bool IsIpDict => Counter is not null || Suite == CipherSuite.SignedOnly;

    /// <summary>Writes the body: flags, session key, ciphertext and signature, separated by colons.</summary>
    public void Write(ref PacketWriter writer)
    {
        CapabilityText.Write(ref writer, Suite.Flags);
        Field(ref writer, SessionKey);
        Field(ref writer, Ciphertext);
        if (Signature is not null)
            Field(ref writer, Signature);
    }

    private void Field(ref PacketWriter writer, byte[] value)
    {
        writer.Byte((byte)':');
        EnvelopeField.Write(ref writer, value, Suite.IsBase64);
    }
}
