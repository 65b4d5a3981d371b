using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// An encrypted body, split but not decrypted (docs/protocol/encryption.md#envelope). It is immutable, so one thread can read it and
/// another decrypt it.
/// </summary>
/// <param name="Suite">The suite.</param>
/// <param name="SessionKey">The session key, encrypted for the recipient.</param>
/// <param name="Ciphertext">The text and lists, encrypted with the session key.</param>
/// <param name="Signature">The sender's signature over the plaintext; null when there is none.</param>
public sealed record Envelope(CipherSuite Suite, byte[] SessionKey, byte[] Ciphertext, byte[]? Signature)
{
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
