using System;
using System.Collections.Generic;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>How many members have a nickname, how many of them have answered, and how many were never asked.</summary>
internal sealed class NameCounts
{
    private readonly Dictionary<string, (int All, int Reached, int Unasked)> _counts = new(StringComparer.OrdinalIgnoreCase);

    internal NameCounts(IEnumerable<Member> members)
    {
        foreach (var member in members)
        {
            _counts.TryGetValue(member.NickName, out var count);
            bool isUnasked = !member.IsReached && member.AskedAt is null;
            _counts[member.NickName] = (count.All + 1, count.Reached + (member.IsReached ? 1 : 0), count.Unasked + (isUnasked ? 1 : 0));
        }
    }

    /// <summary>
    /// True when the nickname of the member means this member: it is the only one, or the only one that has answered. A member that nobody
    /// has asked may answer when a message goes to the name.
    /// </summary>
    internal bool Mean(Member member)
    {
        var (all, reached, unasked) = _counts[member.NickName];
        return all == 1 || member.IsReached && reached == 1 && unasked == 0;
    }
}
