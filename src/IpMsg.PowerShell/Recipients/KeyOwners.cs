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

    /// <summary>User and host as tables show them.</summary>
    internal static string Text(KnownKey key) => key.UserName + "@" + key.HostName;
}
