using System.Collections.Generic;
using System.Linq;
using IpMsg.Node;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// The pinned keys of a listener, each with the members that have its names now. Keys belong to user and host; nicknames and addresses of
/// the members help to find them.
/// </summary>
internal static class KeyOwners
{
    internal static List<(KnownKey Key, List<Member> Members)> Of(MemberNode node)
    {
        var members = node.Members.GetAll().ToLookup(each => new NameKey(FingerprintName.Bare(each.UserName), each.HostName));
        return [.. node.Keys.GetAll().Select(each => (each, members[new NameKey(each.UserName, each.HostName)].ToList()))];
    }

    /// <summary>The pinned keys that names with wildcards stand for, in the order of their owners; all without names.</summary>
    internal static List<KnownKey> Find(MemberNode node, NamePatterns? names)
    {
        var known = Of(node);
        known.RemoveAll(each => names is not null && !names.Matches(each.Key, each.Members));
        known.Sort(static (left, right) => string.CompareOrdinal(Text(left.Key), Text(right.Key)));
        return known.ConvertAll(static each => each.Key);
    }

    /// <exception cref="IpMsgException">The listener has no keys.</exception>
    internal static void RequireKeys(IpMsgListener listener)
    {
        if (listener.Node.Settings.Keys is null)
        {
            throw new IpMsgException(IpMsgErrorId.NoKeys,
                "This listener has no keys: it was started with -Encryption Off.", listener, "Start it with -Encryption Auto.");
        }
    }

    /// <summary>The error for a name without a known key.</summary>
    internal static IpMsgException NotFound(string name) => new(IpMsgErrorId.KeyNotFound, "No key of '" + name + "' is known.", name,
        "A member's key is asked for when something is sent to it; until then there is none.");

    /// <summary>User and host as tables show them.</summary>
    internal static string Text(KnownKey key) => key.UserName + "@" + key.HostName;
}
