using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Asks many members for version and absence text at once, and gives each back when it has answered.</summary>
internal sealed class MemberDetailQuery : IDisposable
{
    private readonly MemberNode _node;
    private readonly Subscription<InfoRequestEnded> _subscription;
    private readonly Dictionary<InfoRequest, PendingQuery> _open = [];

    internal MemberDetailQuery(MemberNode node)
    {
        _node = node;
        _subscription = node.OpenWatch<InfoRequestEnded>(65_536);
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

    /// <summary>All members asked, as they answer; at the end of the time those who did not, with what is known.</summary>
    internal IEnumerable<IpMsgMember> TakeAll(TimeSpan timeout, CancellationToken stop)
    {
        var deadline = new Deadline(timeout);
        while (_open.Count > 0 && _subscription.TryTake(out var answered, deadline.Remaining, stop))
        {
            if (_open.TryGetValue(answered.Request, out var pendingQuery) && _open.Remove(answered.Request) && pendingQuery.IsCompletedByThis())
                yield return pendingQuery.Result;
        }
        foreach (var silent in new HashSet<PendingQuery>(_open.Values))
            yield return silent.Result;
    }

    public void Dispose()
    {
        foreach (var request in _open.Keys)
        {
            if (_node.State != NodeState.Running)
                break;
            _node.Members.Cancel(request);
        }
        _subscription.Dispose();
    }

    private sealed class PendingQuery(Member member, InfoRequest version, InfoRequest? absence)
    {
        private int _awaited = absence is null ? 1 : 2;

        internal InfoRequest Version => version;

        internal InfoRequest? Absence => absence;

        // Counted as they are taken up: both may have been answered by the time the first one is.
        internal bool IsCompletedByThis() => --_awaited == 0;

        internal IpMsgMember Result => new(member, version.Answer, absence?.Answer);
    }
}
