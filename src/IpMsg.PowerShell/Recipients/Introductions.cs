using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Protocol.Members;

namespace IpMsg.PowerShell.Recipients;

/// <summary>
/// Announces this member to recipients that are not known as members. Their answers contain encoding, encryption and capabilities of their
/// clients. The sender waits for them only when the message depends on them.
/// </summary>
internal sealed class Introductions
{
    private const int MaxWaitMs = 1_200;

    private readonly MemberNode _node;
    private readonly CancellationToken _stop;
    private readonly Dictionary<IPEndPoint, IPEndPoint> _alternatives = [];

    internal Introductions(MemberNode node, CancellationToken stop)
    {
        _node = node;
        _stop = stop;
    }

    /// <summary>Adds the other endpoint at which a recipient may be (R114).</summary>
    internal void AddAlternative(IPEndPoint recipient, IPEndPoint alternative) => _alternatives[recipient] = alternative;

    /// <summary>The endpoint at which the recipient has answered; the one that was tried first without an answer.</summary>
    internal IPEndPoint Answering(IPEndPoint recipient) =>
        _alternatives.TryGetValue(recipient, out var other)
        && _node.Members.Find(recipient) is null && _node.Members.Find(other) is not null
            ? other
            : recipient;

    /// <summary>Announces this member. Returns true when it waited for answers, so that the message must be composed again.</summary>
    /// <param name="recipients">The recipients of the message.</param>
    /// <param name="waits">False when the message does not depend on the answers.</param>
    /// <param name="timeoutMs">The time for the whole message, of which the answers get at most half; null for the usual time.</param>
    internal bool Make(IReadOnlyCollection<IPEndPoint> recipients, bool waits, int? timeoutMs)
    {
        using var subscription = _node.Members.Subscribe();
        var unknown = _node.Members.IntroduceToUnknown([.. recipients, .. _alternatives.Values]);
        // Which port is the right one only an answer tells.
        if (unknown.Count == 0 || !waits && _alternatives.Count == 0)
            return false;
        var deadline = new Deadline(TimeSpan.FromMilliseconds(Math.Min(MaxWaitMs, timeoutMs / 2 ?? MaxWaitMs)));
        while (unknown.Count > 0 && subscription.TryTake(out var seen, deadline.Remaining, _stop))
        {
            if (seen is MemberSeen { Member: var member })
                Remove(unknown, member.EndPoint);
        }
        return true;
    }

    // An answer at one of two endpoints is enough.
    private void Remove(ISet<IPEndPoint> unknown, IPEndPoint answering)
    {
        unknown.Remove(answering);
        if (_alternatives.TryGetValue(answering, out var other))
            unknown.Remove(other);
        foreach (var pair in _alternatives)
        {
            if (pair.Value.Equals(answering))
                unknown.Remove(pair.Key);
        }
    }
}
