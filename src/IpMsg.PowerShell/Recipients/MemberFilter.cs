using System.Collections.Generic;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Selects members by name and group, each member once.</summary>
/// <param name="names">Names with wildcards; null for all.</param>
/// <param name="groups">Groups with wildcards, also groups of contacts; null for all.</param>
/// <param name="contacts">The contacts.</param>
internal sealed class MemberFilter(string[]? names, string[]? groups, ContactNames contacts)
{
    private readonly NamePatterns? _names = names is null ? null : new NamePatterns(names, contacts);
    private readonly NamePatterns? _groups = groups is null ? null : new NamePatterns(groups);
    private readonly HashSet<NameKey> _accepted = [];

    /// <summary>True when no further member can match.</summary>
    internal bool IsComplete => _names is { AreAllFound: true };

    /// <summary>The names without wildcards that have not matched.</summary>
    internal string[] Missing => _names?.Missing ?? [];

    /// <summary>True for a member that matches and was not accepted before.</summary>
    internal bool Accepts(Member member) => (_names is null || _names.Matches(member))
        && (_groups is null || _groups.MatchesAny(contacts.GroupsOf(member)))
        && _accepted.Add(new NameKey(member.UserName, member.HostName));
}
