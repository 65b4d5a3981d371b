using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>User names that end with the fingerprint of their owner's key, <c>-&lt;16 letters or digits&gt;</c> (R30).</summary>
public static class FingerprintName
{
    private const int SuffixLength = 19;

    /// <summary>True when the user name carries a fingerprint.</summary>
    public static bool IsMatch(string user)
    {
        int start = user.Length - SuffixLength;
        if (start < 0 || user[start] != '-' || user[start + 1] != '<' || user[user.Length - 1] != '>')
            return false;
        for (int i = start + 2; i < user.Length - 1; i++)
        {
            char each = user[i];
            if (each is not (>= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z'))
                return false;
        }
        return true;
    }

    /// <summary>The user name of someone with this key. The name in front is cut so that the whole fits into any header (R60).</summary>
    public static string Of(string user, PublicKey key) =>
        HeaderName.Shorten(Bare(user), HeaderName.MaxBytes - SuffixLength) + "-<" + key.Fingerprint + ">";

    /// <summary>The name without the fingerprint, as people see it; the whole where nothing else would be left.</summary>
    public static string Bare(string user) => IsMatch(user) && user.Length > SuffixLength ? user.Substring(0, user.Length - SuffixLength) : user;

    /// <summary>The sixteen letters of the fingerprint; null when the name has none.</summary>
    public static string? Read(string user) => IsMatch(user) ? user.Substring(user.Length - SuffixLength + 2, SuffixLength - 3) : null;

    /// <summary>True when the user name carries the fingerprint of this very key; the case of its letters does not count (R61).</summary>
    public static bool Matches(string user, PublicKey key) =>
        IsMatch(user) && string.Compare(user, user.Length - SuffixLength + 2, key.Fingerprint.ToString(), 0, SuffixLength - 3, StringComparison.OrdinalIgnoreCase) == 0;
}
