using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Protocol.Members;

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
    internal bool Make(IReadOnlyCollection<IPEndPoint> recipients, bool waits)
    {
        using var subscription = _node.Members.Subscribe();
        var strangers = _node.Members.IntroduceToUnknown(recipients);
        if (strangers.Count == 0 || !waits)
            return false;
        var deadline = new Deadline(s_longest);
        while (strangers.Count > 0 && subscription.TryTake(out var seen, deadline.Remaining, _stop))
        {
            if (seen is MemberSeen { Member: var member })
                strangers.Remove(member.EndPoint);
        }
        return true;
    }
}
