using IpMsg.Protocol.IPDict;

namespace IpMsg.Protocol.Encryption;

/// <summary>A decrypted envelope.</summary>
public sealed class DecryptedEnvelope
{
    private readonly Envelope _envelope;
    private readonly bool _isFinal;

    internal DecryptedEnvelope(Envelope envelope, byte[] plaintext, PublicKey? sender)
    {
        _envelope = envelope;
        Plaintext = plaintext;
        Signature = Check(sender);
        Signer = Signature == SignatureStatus.Valid ? sender : null;
    }

    private DecryptedEnvelope(Envelope envelope, SignatureStatus signature, byte[] plaintext)
    {
        _envelope = envelope;
        _isFinal = envelope.Signature is null;
        Plaintext = plaintext;
        Signature = signature;
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

    /// <summary>The packet and the lists of a message in IPDict form; null in format 1.</summary>
    internal IpDictMessage? IpDict { get; init; }

    /// <summary>Text and lists, for <see cref="EnvelopeContent"/>.</summary>
    internal byte[] Content => IpDict?.Content ?? Plaintext;

    /// <summary>
    /// The envelope of a dictionary, whose signature is that of the key in it; null when the sender's known key is another one. Without
    /// a known key nothing proves who the signer is (R103).
    /// </summary>
    internal DecryptedEnvelope? SignedBy(PublicKey? known) =>
        Signer!.Equals(known) ? this
        : known is { Size: Capabilities.Rsa2048 } ? null
        : new DecryptedEnvelope(_envelope, Plaintext, null) { IpDict = IpDict };

    /// <summary>Checks the signature with a key that arrived later.</summary>
    public SignatureStatus Check(PublicKey? sender) => _isFinal ? Signature : EnvelopeSignature.Check(Plaintext, _envelope, sender);

    /// <summary>The signature over <see cref="Plaintext"/>; null when there is none.</summary>
    public byte[]? RawSignature => _envelope.Signature;

    /// <summary>The envelope of a message that was kept on a disk.</summary>
    /// <param name="suite">The suite of the envelope.</param>
    /// <param name="signature">The result of the signature check at that time.</param>
    /// <param name="plaintext">What was signed, for a check with a key that arrives later; null when the result is final.</param>
    /// <param name="rawSignature">The signature; null when the result is final.</param>
    public static DecryptedEnvelope OfKept(
        CipherSuite suite, SignatureStatus signature, byte[]? plaintext = null, byte[]? rawSignature = null) =>
        new(new Envelope(suite, [], [], rawSignature), signature, plaintext ?? []);
}
