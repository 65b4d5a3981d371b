using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Node;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// Introduces us to recipients that are not members yet, so that they know who writes and we know how they want to be written to. Their
/// answers are awaited only where the text depends on them.
/// </summary>
internal sealed class Introductions
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(1_200);

    private readonly MemberNode _node;
    private readonly CancellationToken _stop;

    internal Introductions(MemberNode node, CancellationToken stop)
    {
        _node = node;
        _stop = stop;
    }

    /// <summary>True when answers were waited for, which may change how the message is to be written.</summary>
    /// <param name="recipients">Who is to know us.</param>
    /// <param name="waits">False when nothing depends on the answers.</param>
    internal bool Make(IEnumerable<IPEndPoint> recipients, bool waits)
    {
        using var subscription = _node.WatchMembers();
        var strangers = _node.Tell((machine, now) =>
        {
            var unknown = new HashSet<IPEndPoint>();
            foreach (var recipient in recipients)
            {
                if (machine.MemberAt(recipient) is null && unknown.Add(recipient))
                    machine.Introduce(now, recipient);
            }
            return unknown;
        });
        if (strangers.Count == 0 || !waits)
            return false;
        var deadline = new Deadline(s_longest);
        while (strangers.Count > 0 && subscription.TryTake(out var seen, deadline.Remaining, _stop))
        {
            if (seen.Member is { } member)
                strangers.Remove(member.EndPoint);
        }
        return true;
    }
}
