namespace IpMsg.Protocol.Encryption;

/// <summary>Why encryption for a member is impossible. Plaintext is sent instead only when the user asks for it (R68).</summary>
internal enum SuiteFailure
{
    /// <summary>Encryption is possible.</summary>
    None,
    /// <summary>Both sides have no capability in common.</summary>
    NothingInCommon,
    /// <summary>Both sides have no key size in common.</summary>
    NoKeySize,
    /// <summary>Both sides have no cipher in common for such keys.</summary>
    NoCipher,
    /// <summary>There are only weak suites, which are not allowed.</summary>
    OnlyWeak,
}
