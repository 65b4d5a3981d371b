namespace IpMsg.Protocol.Members.Sending;

/// <summary>Why a message was not sent to a recipient.</summary>
public enum DeliveryRefusal
{
    /// <summary>It was sent, or ended for another reason.</summary>
    None,
    /// <summary>The system refuses datagrams to the recipient.</summary>
    Network,
    /// <summary>The recipient has another key than the pinned one (R72).</summary>
    KeyChanged,
    /// <summary>The recipient has a known key but no longer announces encryption.</summary>
    EncryptionWithdrawn,
    /// <summary>Encryption is required, but the recipient does not support it, or it does not apply to the kind of message.</summary>
    CannotEncrypt,
    /// <summary>Encryption is required, but there are no own keys.</summary>
    NoOwnKeys,
    /// <summary>The recipient announces encryption, but there is no allowed common cipher (R68).</summary>
    NoCommonCipher,
    /// <summary>The recipient does not answer the request for its key.</summary>
    NoKey,
    /// <summary>The encrypted message is longer than the recipient receives (R18).</summary>
    TooLong,
    /// <summary>Only verified keys are allowed, and the user has not verified the key of the recipient.</summary>
    NotVerified,
    /// <summary>The recipient announces encryption and is known to give no key (R113).</summary>
    GivesNoKey,
    /// <summary>The message may not be encrypted, and nothing proves that the recipient is at its address (R122).</summary>
    UnprovedAddress,
}
