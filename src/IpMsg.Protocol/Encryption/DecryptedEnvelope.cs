namespace IpMsg.Protocol.Encryption;

/// <summary>An envelope that could be opened, and what was in it.</summary>
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

    /// <summary>All that was encrypted, as it was signed; <see cref="EnvelopeContent"/> takes it apart.</summary>
    public byte[] Plaintext { get; }

    /// <summary>How it was encrypted.</summary>
    public CipherSuite Suite => _envelope.Suite;

    /// <summary>As it was sent.</summary>
    internal Envelope Envelope => _envelope;

    /// <summary>What the signature says, by the key that was known then.</summary>
    public SignatureStatus Signature { get; }

    /// <summary>The key that has signed it; null unless the signature is valid.</summary>
    internal PublicKey? Signer { get; }

    /// <summary>What it says by a key that came later.</summary>
    public SignatureStatus Check(PublicKey? sender) => EnvelopeSignature.Check(Plaintext, _envelope, sender);
}
