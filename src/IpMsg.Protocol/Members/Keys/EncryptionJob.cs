using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>A message to encrypt and sign outside the state machine, because this takes milliseconds.</summary>
public sealed class EncryptionJob
{
    internal EncryptionJob(Delivery delivery, CipherSuite suite, KnownKey recipient, byte[] plaintext, bool hidesLists)
    {
        Delivery = delivery;
        Suite = suite;
        Recipient = recipient;
        Plaintext = plaintext;
        HidesLists = hidesLists;
    }

    /// <summary>The delivery of the message.</summary>
    public Delivery Delivery { get; }

    /// <summary>The cipher suite.</summary>
    public CipherSuite Suite { get; }

    /// <summary>The key of the recipient.</summary>
    public KnownKey Recipient { get; }

    /// <summary>The plaintext: text, lists and NULs (R66, R67), or the content of the dictionary to sign (R103).</summary>
    public byte[] Plaintext { get; }

    /// <summary>True when the plaintext has the lists. It is fixed here, because the announced flags of the member may change.</summary>
    internal bool HidesLists { get; }

    /// <summary>Encrypts and signs on any thread; takes milliseconds. Null when the platform refuses one of the keys.</summary>
    /// <param name="own">The own keys.</param>
    /// <param name="sessionKey">New random bytes, in the key length of the suite.</param>
    public Envelope? Encrypt(OwnKeys own, byte[] sessionKey)
    {
        if (Suite.IsIpDict)
            return EncryptIpDict(own, sessionKey);
        byte[]? signature = null;
        if (Suite.IsSigned && (own.Usual is null || (signature = EnvelopeSignature.Make(Plaintext, Suite, own.Usual)) is null))
            return null;
        return EnvelopeEncryptor.Encrypt(Plaintext, Delivery.Number, Suite, Recipient.Key, sessionKey, signature);
    }

    private Envelope? EncryptIpDict(OwnKeys own, byte[] random) =>
        IpDict.TryReadContent(Plaintext, out var dict) && IpDictSignature.Sign(IpDictWriter.Of(dict), own) is { } signed
            ? IpDictEnvelope.Encrypt(signed, Recipient.Key, random)
            : null;
}
