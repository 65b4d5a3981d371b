namespace IpMsg.Protocol.Wire;

/// <summary>
/// Limits the length of stored names. Long names are cut and not rejected: the limit bounds the memory of a member, and makes every member
/// fit into a page of a host list.
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
