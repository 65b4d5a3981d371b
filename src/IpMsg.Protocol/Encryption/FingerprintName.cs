using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>User names that end with the fingerprint of the owner's key, <c>-&lt;16 letters or digits&gt;</c> (R30).</summary>
internal static class FingerprintName
{
    private const int SuffixLength = 19;

    /// <summary>True when the user name ends with a fingerprint.</summary>
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

    /// <summary>Appends the key's fingerprint to a user name. Shortens the name so that the result fits any header (R60).</summary>
    public static string Of(string user, PublicKey key) =>
        HeaderName.Shorten(Bare(user), HeaderName.MaxBytes - SuffixLength) + "-<" + key.Fingerprint + ">";

    /// <summary>The name without its fingerprint, for display; the whole name when it is only a fingerprint.</summary>
    public static string Bare(string user) =>
        IsMatch(user) && user.Length > SuffixLength ? user.Substring(0, user.Length - SuffixLength) : user;

    /// <summary>The sixteen characters of the fingerprint; null when the name has none.</summary>
    public static string? Read(string user) => IsMatch(user) ? user.Substring(user.Length - SuffixLength + 2, SuffixLength - 3) : null;

    /// <summary>True when the name ends with the fingerprint of this key, in either case (R61).</summary>
    public static bool Matches(string user, PublicKey key) =>
        string.Equals(Read(user), key.Fingerprint.ToString(), StringComparison.OrdinalIgnoreCase);
}
