namespace IpMsg.Protocol.Wire;

/// <summary>
/// How much is kept of a stranger's names. Long ones are not rejected, but no packet may cost more memory than a member is worth, and
/// a member that we heard of must fit into the host lists that we serve.
/// </summary>
internal static class StoredName
{
    internal const int MaxLength = 256;

    /// <summary>The beginning of a name, never ending in half of a surrogate pair.</summary>
    internal static string Of(string name)
    {
        if (name.Length <= MaxLength)
            return name;
        return name.Substring(0, char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength);
    }
}
