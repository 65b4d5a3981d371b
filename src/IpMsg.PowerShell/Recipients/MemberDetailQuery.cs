using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node;
using IpMsg.Protocol;

namespace IpMsg.PowerShell;

/// <summary>Asks many members for version and absence text at once, and gives each back when it has answered.</summary>
internal sealed class DetailDesk : IDisposable
{
    private readonly MemberNode _node;
    private readonly Watch<InfoRequest> _watch;
    private readonly Dictionary<InfoRequest, Inquiry> _open = [];

    internal DetailDesk(MemberNode node)
    {
        _node = node;
        _watch = node.OpenWatch<InfoRequest>(65_536);
    }

    internal void Ask(Member member)
    {
        var inquiry = new Inquiry(member, new InfoRequest(member.EndPoint, InfoKind.Version) { Tag = _watch },
            member.IsAbsent ? new InfoRequest(member.EndPoint, InfoKind.Absence) { Tag = _watch } : null);
        _open.Add(inquiry.Version, inquiry);
        if (inquiry.Absence is not null)
            _open.Add(inquiry.Absence, inquiry);
        _node.Tell((machine, now) =>
        {
            machine.Ask(now, inquiry.Version);
            if (inquiry.Absence is { } absence)
                machine.Ask(now, absence);
        });
    }

    /// <summary>All members asked, as they answer; at the end of the time those who did not, with what is known.</summary>
    internal IEnumerable<IpMsgMember> TakeAll(TimeSpan timeout, CancellationToken stop)
    {
        var deadline = new Deadline(timeout);
        while (_open.Count > 0 && _watch.TryTake(out var answered, deadline.Remaining, stop))
        {
            if (_open.TryGetValue(answered, out var inquiry) && _open.Remove(answered) && inquiry.IsCompletedByThis())
                yield return inquiry.Result;
        }
        foreach (var silent in new HashSet<Inquiry>(_open.Values))
            yield return silent.Result;
    }

    public void Dispose()
    {
        foreach (var request in _open.Keys)
        {
            if (_node.State != NodeState.Running)
                break;
            _node.Tell((machine, now) => machine.Cancel(now, request));
        }
        _watch.Dispose();
    }

    private sealed class Inquiry(Member member, InfoRequest version, InfoRequest? absence)
    {
        private int _awaited = absence is null ? 1 : 2;

        internal InfoRequest Version => version;

        internal InfoRequest? Absence => absence;

        // Counted as they are taken up: both may have been answered by the time the first one is.
        internal bool IsCompletedByThis() => --_awaited == 0;

        internal IpMsgMember Result => new(member, version.Answer, absence?.Answer);
    }
}
