namespace IpMsg.Protocol.Encryption;

/// <summary>The answers to IPMSG_GETPUBKEY and IPMSG_ANSPUBKEY (R57 to R61).</summary>
public static class KeyExchange
{
    private const Capabilities Signing = Capabilities.SignSha1 | Capabilities.SignSha256;

    /// <summary>
    /// The key to answer a request with: the 2,048-bit key when the other side supports it (R57, R58). Null to ignore the request: it
    /// shares no key size with us, or its user name has a fingerprint although its capabilities exclude such a key.
    /// </summary>
    /// <param name="own">Our keys.</param>
    /// <param name="requester">The request's capabilities.</param>
    /// <param name="user">The requester's user name.</param>
    public static PublicKey? Answer(OwnKeys own, Capabilities requester, string user)
    {
        if (FingerprintName.IsMatch(user) && ((requester & Capabilities.Rsa2048) == 0 || (requester & Signing) == 0))
            return null;
        var common = requester & own.Capabilities;
        if (common == Capabilities.None)
            return null;
        return (common & Capabilities.Rsa2048) != 0 ? own.Usual?.Public : own.Older?.Public;
    }

    /// <summary>
    /// True when we should request the requester's key in turn: its messages will be signed, and we lack the key to check them. Never for
    /// an automatic request, because both sides would ask forever (R59).
    /// </summary>
    /// <param name="own">Our keys.</param>
    /// <param name="requester">The request's capabilities.</param>
    /// <param name="isAutomatic">True when the request has AUTORETOPT.</param>
    /// <param name="isKnown">True when we have the sender's key.</param>
    public static bool ShouldAskBack(OwnKeys own, Capabilities requester, bool isAutomatic, bool isKnown) =>
        !isAutomatic && !isKnown && (requester & own.Capabilities & Signing) != 0;

    /// <summary>
    /// Returns false when the answer is to be ignored: the user name has the fingerprint of another key (R61), or its capabilities include
    /// a better key for us than the one it contains. Someone has modified the answer or the request then.
    /// </summary>
    /// <param name="own">Our keys.</param>
    /// <param name="user">The user name of the answering member.</param>
    /// <param name="answer">The answer.</param>
    public static bool IsPlausible(OwnKeys own, string user, PublicKeyAnswer answer)
    {
        bool hasBetter = (own.Capabilities & answer.Capabilities & Capabilities.Rsa2048) != 0 && answer.Key.Size != Capabilities.Rsa2048;
        return !hasBetter && (!FingerprintName.IsMatch(user) || FingerprintName.Matches(user, answer.Key));
    }
}
