namespace IpMsg.Protocol;

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
}
