using System;
using System.Linq;
using System.Threading;
using IpMsg.Node;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// Finds out which members with the name of another one exist: a forged one does not answer an entry, and a real one with the same name
/// must not be passed over.
/// </summary>
internal static class Namesakes
{
    // So many members of one name are forged.
    private const int MaxAsked = 16;

    private static readonly TimeSpan s_askAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>Sends an entry to those that were not asked within the last minute, and waits for their answers.</summary>
    internal static void Ask(MemberNode node, Member[] members, CancellationToken stop)
    {
        var now = MemberNode.Now.Elapsed;
        var asked = members.Where(each => each.AskedAt is not { } at || now - at >= s_askAgainAfter).Take(MaxAsked).ToList();
        if (asked.Count == 0)
            return;
        using var subscription = node.Members.Subscribe();
        foreach (var each in asked)
            node.Members.Introduce(each.EndPoint);
        var deadline = new Deadline(MaxDelay(node.Members.Count));
        while (!deadline.IsOver && asked.Exists(each => node.Members.Find(each.EndPoint) is { IsReached: false }))
            subscription.TryTake(out _, deadline.Remaining, stop);
    }

    // The delay of an answer grows with the number of members that the other one knows (R22).
    private static TimeSpan MaxDelay(int members) => TimeSpan.FromMilliseconds(members < 50 ? 1_300 : members < 300 ? 2_300 : 4_400);
}
