using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>A message to be encrypted and signed outside the member, which costs too much time to be done inside.</summary>
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

    /// <summary>What it is for.</summary>
    public Delivery Delivery { get; }

    /// <summary>How to encrypt.</summary>
    public CipherSuite Suite { get; }

    /// <summary>Whose key to use.</summary>
    public KnownKey Recipient { get; }

    /// <summary>What to encrypt, text, lists and NULs (R66, R67).</summary>
    public byte[] Plaintext { get; }

    /// <summary>True when the lists are inside. Decided once: what a member announces may change in the meantime.</summary>
    internal bool HidesLists { get; }

    /// <summary>Encrypts and signs. From any thread; takes milliseconds. Null when the platform refuses one of the keys.</summary>
    /// <param name="own">Our keys.</param>
    /// <param name="sessionKey">Fresh secret random bytes, as many as the suite needs.</param>
    public Envelope? Encrypt(OwnKeys own, byte[] sessionKey)
    {
        byte[]? signature = null;
        if (Suite.IsSigned && (own.Usual is null || (signature = EnvelopeSignature.Make(Plaintext, Suite, own.Usual)) is null))
            return null;
        return EnvelopeEncryptor.Encrypt(Plaintext, Delivery.Number, Suite, Recipient.Key, sessionKey, signature);
    }
}
