using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// An encrypted body, taken apart but not opened (docs/protocol/encryption.md#envelope). A value: what is read on one thread may be opened on another.
/// </summary>
/// <param name="Suite">How it is encrypted.</param>
/// <param name="SessionKey">The session key, encrypted for the recipient.</param>
/// <param name="Ciphertext">The text, encrypted with the session key.</param>
/// <param name="Signature">The sender's signature over the text; null when there is none.</param>
public sealed record Envelope(CipherSuite Suite, byte[] SessionKey, byte[] Ciphertext, byte[]? Signature)
{
    /// <summary>Writes the body: flags, session key, ciphertext and signature with colons between.</summary>
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
