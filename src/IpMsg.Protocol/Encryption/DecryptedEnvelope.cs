namespace IpMsg.Protocol.Encryption;

/// <summary>A decrypted envelope.</summary>
public sealed class DecryptedEnvelope
{
    private readonly Envelope _envelope;

    internal DecryptedEnvelope(Envelope envelope, byte[] plaintext, PublicKey? sender)
    {
        _envelope = envelope;
        Plaintext = plaintext;
        Signature = Check(sender);
        Signer = Signature == SignatureStatus.Valid ? sender : null;
    }

    /// <summary>The whole plaintext, which is also what was signed. <see cref="EnvelopeContent"/> splits it.</summary>
    public byte[] Plaintext { get; }

    /// <summary>The suite of the envelope.</summary>
    public CipherSuite Suite => _envelope.Suite;

    /// <summary>The envelope as received.</summary>
    internal Envelope Envelope => _envelope;

    /// <summary>The result of the signature check with the key that was known at decryption.</summary>
    public SignatureStatus Signature { get; }

    /// <summary>The key that made the signature; null unless the signature is valid.</summary>
    internal PublicKey? Signer { get; }

    /// <summary>Checks the signature with a key that arrived later.</summary>
    public SignatureStatus Check(PublicKey? sender) => EnvelopeSignature.Check(Plaintext, _envelope, sender);
}
