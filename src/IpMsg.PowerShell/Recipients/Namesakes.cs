using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using IpMsg.Node;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// Finds out which members with the name of another one exist: a forged one does not answer an entry, and a real one with the same name
/// must not be passed over.
/// </summary>
internal static class Namesakes
{
    // So many members of one name are forged.
    private const int MaxAsked = 16;

    // What the entry and its answer take in addition to the delay of the answer (R22).
    private const int NetworkMs = 300;

    private static readonly TimeSpan s_askAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Sends an entry to those that were not asked within the last minute, and waits for their answers and those that are under way.
    /// </summary>
    internal static void Ask(MemberNode node, Member[] members, CancellationToken stop)
    {
        var delay = MaxDelay(node.Members.Count);
        var (now, awaited) = (MemberNode.Now.Elapsed, new List<Member>());
        using var subscription = node.Members.Subscribe();
        foreach (var member in members.Take(MaxAsked))
        {
            bool isOpen = member.AskedAt is { } at && now - at < delay;
            if (member.AskedAt is { } last && now - last < s_askAgainAfter && !isOpen)
                continue;
            awaited.Add(member);
            if (!isOpen)
                node.Members.Introduce(member.EndPoint);
        }
        var deadline = new Deadline(delay);
        while (!deadline.IsOver && awaited.Exists(each => node.Members.Find(each.EndPoint) is { IsReached: false }))
            subscription.TryTake(out _, deadline.Remaining, stop);
    }

    /// <summary>True for a member that may still answer: it was not asked, or its answer may be under way.</summary>
    /// <param name="member">A member that has not answered.</param>
    /// <param name="members">The number of known members.</param>
    internal static bool MayAnswer(Member member, int members) =>
        member.AskedAt is not { } at || MemberNode.Now.Elapsed - at < MaxDelay(members);

    private static TimeSpan MaxDelay(int members) =>
        TimeSpan.FromMilliseconds(EntryReplyQueue.MaxDelayMs(members) + NetworkMs);
}
