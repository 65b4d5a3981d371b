namespace IpMsg.Protocol.Members.Sending;

/// <summary>Why a message was not sent to a recipient.</summary>
public enum DeliveryRefusal
{
    /// <summary>It was, or something else ended it.</summary>
    None,
    /// <summary>The network does not take datagrams for the recipient.</summary>
    Network,
    /// <summary>The recipient has come with another key than the pinned one (R72).</summary>
    KeyChanged,
    /// <summary>The recipient, whose key is known, no longer announces that it can encrypt.</summary>
    EncryptionWithdrawn,
    /// <summary>Encryption is required, and the recipient cannot or the message is of a kind that is never encrypted.</summary>
    CannotEncrypt,
    /// <summary>Encryption is required and we have no keys ourselves.</summary>
    NoOwnKeys,
    /// <summary>The recipient announces encryption and has no cipher in common with us that may be used (R68).</summary>
    NoCommonCipher,
    /// <summary>The recipient announces encryption and does not give its key.</summary>
    NoKey,
    /// <summary>Encrypted, the message is longer than the recipient receives (R18).</summary>
    TooLong,
}
