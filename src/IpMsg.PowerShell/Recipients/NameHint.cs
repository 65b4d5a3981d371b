using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Recipients;

/// <summary>What a name without a member may have been meant for: a member with nearly that name, or a group.</summary>
internal static class NameHint
{
    private const int MinLength = 3;
    private const int MaxLength = 64;
    private const int MaxHints = 3;

    /// <summary>" Did you mean 'suzuki'?" for names that differ in one character, long ones in two; empty without one.</summary>
    internal static string OfMember(string name, IEnumerable<Member> members) => Of(name, members.SelectMany(Names));

    /// <summary>The same for groups.</summary>
    internal static string OfGroup(string name, IEnumerable<Member> members) => Of(name, members.Select(each => each.GroupName));

    /// <summary>The group of that name as its members write it, and their number; null when there is none.</summary>
    internal static (string Name, int Count)? FindGroup(string name, IEnumerable<Member> members)
    {
        var fitting = members.Where(each => string.Equals(each.GroupName, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return fitting.Count > 0 && name.Length > 0 ? (fitting[0].GroupName, fitting.Count) : null;
    }

    private static string Of(string name, IEnumerable<string> candidates)
    {
        if (name.Length is < MinLength or > MaxLength || EndPointText.TryReadAddress(name) is not null)
            return "";
        int max = name.Length <= 4 ? 1 : 2;
        var near = candidates
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(each => (Name: each, Distance: EditDistance.Of(name, each, max)))
            .Where(each => each.Distance <= max)
            .OrderBy(each => each.Distance)
            .ToList();
        var best = near.TakeWhile(each => each.Distance == near[0].Distance).Take(MaxHints).Select(each => "'" + each.Name + "'");
        return near.Count == 0 ? "" : " Did you mean " + string.Join(" or ", best) + "?";
    }

    private static IEnumerable<string> Names(Member member) =>
        [member.NickName, FingerprintName.Bare(member.UserName), member.HostName];
}
