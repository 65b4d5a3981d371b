namespace IpMsg.Protocol.Encryption;

/// <summary>Why nothing can be encrypted for a member. Nothing is sent in plaintext instead unless the user says so (R68).</summary>
public enum SuiteFailure
{
    /// <summary>It can.</summary>
    None,
    /// <summary>We have not one capability in common.</summary>
    NothingInCommon,
    /// <summary>There is no size of keys that both sides use.</summary>
    NoKeySize,
    /// <summary>There is no cipher that both sides use with such keys.</summary>
    NoCipher,
    /// <summary>There are weak ciphers alone, and they are not allowed.</summary>
    OnlyWeak,
}
