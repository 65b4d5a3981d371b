namespace IpMsg.Protocol.Encryption;

/// <summary>How to react to IPMSG_GETPUBKEY and IPMSG_ANSPUBKEY (R57 to R61).</summary>
public static class KeyExchange
{
    private const Capabilities Signing = Capabilities.SignSha1 | Capabilities.SignSha256;

    /// <summary>
    /// The key to answer a request with, the 2,048-bit one when the other side can use it (R57, R58); null when the request is to be
    /// ignored: it has nothing in common with us, or a fingerprint name that its own capabilities belie.
    /// </summary>
    /// <param name="own">Our keys.</param>
    /// <param name="asked">The request's capabilities.</param>
    /// <param name="user">The user name of the one who asks.</param>
    public static PublicKey? Answer(OwnKeys own, Capabilities asked, string user)
    {
        if (FingerprintName.IsMatch(user) && ((asked & Capabilities.Rsa2048) == 0 || (asked & Signing) == 0))
            return null;
        var common = asked & own.Capabilities;
        if (common == Capabilities.None)
            return null;
        return (common & Capabilities.Rsa2048) != 0 ? own.Usual?.Public : own.Older?.Public;
    }

    /// <summary>
    /// True when a request is itself a reason to ask: its sender will sign, and we could not check. Never in answer to a request that is
    /// an automatic one, or both sides would ask for ever (R59).
    /// </summary>
    /// <param name="own">Our keys.</param>
    /// <param name="asked">The request's capabilities.</param>
    /// <param name="isAutomatic">True when the request has AUTORETOPT.</param>
    /// <param name="isKnown">True when we have the sender's key.</param>
    public static bool ShouldAskBack(OwnKeys own, Capabilities asked, bool isAutomatic, bool isKnown) =>
        !isAutomatic && !isKnown && (asked & own.Capabilities & Signing) != 0;

    /// <summary>
    /// False when the user name names another key than this (R61), or when the answer says of itself that there is a better key for us:
    /// such an answer is to be ignored. Somebody on the way has then changed it, or the request.
    /// </summary>
    /// <param name="own">Our keys.</param>
    /// <param name="user">The user name of the one who answers.</param>
    /// <param name="said">What he says.</param>
    public static bool IsPlausible(OwnKeys own, string user, PublicKeyAnswer said)
    {
        bool hasBetter = (own.Capabilities & said.Capabilities & Capabilities.Rsa2048) != 0 && said.Key.Size != Capabilities.Rsa2048;
        return !hasBetter && (!FingerprintName.IsMatch(user) || FingerprintName.Matches(user, said.Key));
    }
}
