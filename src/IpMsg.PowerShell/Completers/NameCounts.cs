using System;
using System.Collections.Generic;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Completers;

/// <summary>How many members have a nickname, how many of them have answered, and how many may answer yet.</summary>
internal sealed class NameCounts
{
    private readonly Dictionary<string, (int All, int Reached, int Open)> _counts = new(StringComparer.OrdinalIgnoreCase);

    internal NameCounts(IReadOnlyCollection<Member> members)
    {
        foreach (var member in members)
        {
            _counts.TryGetValue(member.NickName, out var count);
            bool isOpen = !member.IsReached && Namesakes.MayAnswer(member, members.Count);
            _counts[member.NickName] = (count.All + 1, count.Reached + (member.IsReached ? 1 : 0), count.Open + (isOpen ? 1 : 0));
        }
    }

    /// <summary>
    /// True when the nickname of the member means this member: it is the only one, or the only one that has answered, and none of the
    /// others may answer yet.
    /// </summary>
    internal bool Mean(Member member)
    {
        var (all, reached, open) = _counts[member.NickName];
        return all == 1 || member.IsReached && reached == 1 && open == 0;
    }
}
