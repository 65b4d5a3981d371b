namespace IpMsg.Protocol.Encryption;

/// <summary>How to encrypt for a member, or why it cannot be done.</summary>
/// <param name="Suite">The suite; of no meaning when there is a reason against all.</param>
/// <param name="Failure">Why there is none.</param>
public readonly record struct SuiteChoice(CipherSuite Suite, SuiteFailure Failure)
{
    /// <summary>True when there is a suite.</summary>
    public bool IsFound => Failure == SuiteFailure.None;

    /// <summary>True when the suite was chosen only because weak ones are allowed.</summary>
    public bool IsWeak => IsFound && Suite.IsWeak;
}
