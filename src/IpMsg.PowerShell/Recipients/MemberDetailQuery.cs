using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Queries version and absence text of many members at once, and returns each when it has answered.</summary>
internal sealed class MemberDetailQuery : IDisposable
{
    private readonly MemberNode _node;
    private readonly Subscription<InfoRequestEnded> _subscription;
    private readonly Dictionary<InfoRequest, PendingQuery> _open = [];

    internal MemberDetailQuery(MemberNode node)
    {
        _node = node;
        _subscription = node.Subscribe<InfoRequestEnded>(65_536);
    }

    internal void Ask(Member member)
    {
        var pendingQuery = new PendingQuery(member, new InfoRequest(member.EndPoint, InfoKind.Version, _subscription),
            member.IsAbsent ? new InfoRequest(member.EndPoint, InfoKind.Absence, _subscription) : null);
        _open.Add(pendingQuery.Version, pendingQuery);
        if (pendingQuery.Absence is not null)
            _open.Add(pendingQuery.Absence, pendingQuery);
        if (pendingQuery.Absence is { } absence)
            _node.Members.Ask(pendingQuery.Version, absence);
        else
            _node.Members.Ask(pendingQuery.Version);
    }

    /// <summary>The members as they answer; after the timeout the others, with what is known of them.</summary>
    internal IEnumerable<IpMsgMember> TakeAll(TimeSpan timeout, CancellationToken stop)
    {
        var deadline = new Deadline(timeout);
        while (_open.Count > 0 && _subscription.TryTake(out var answered, deadline.Remaining, stop))
        {
            if (_open.TryGetValue(answered.Request, out var pendingQuery) && _open.Remove(answered.Request)
                && pendingQuery.IsCompletedByThis())
                yield return pendingQuery.Result;
        }
        CancelAll();
        foreach (var unanswered in new HashSet<PendingQuery>(_open.Values))
            yield return unanswered.Result;
    }

    public void Dispose()
    {
        CancelAll();
        _subscription.Dispose();
    }

    // A request that is not cancelled can change while its answer is read.
    private void CancelAll()
    {
        if (_node.State != NodeState.Running)
            return;
        foreach (var request in _open.Keys)
            _node.Members.Cancel(request);
    }

    private sealed class PendingQuery(Member member, InfoRequest version, InfoRequest? absence)
    {
        private int _pending = absence is null ? 1 : 2;

        internal InfoRequest Version => version;

        internal InfoRequest? Absence => absence;

        // Counted here and not read from the requests, because both may have ended before the first one is taken from the subscription.
        internal bool IsCompletedByThis() => --_pending == 0;

        internal IpMsgMember Result => new(member, version.Answer, absence?.Answer);
    }
}
