using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Subscriptions;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Recipients;

/// <summary>Requests the host lists of many members at once, and returns each request when it has ended.</summary>
internal sealed class HostListQuery : IDisposable
{
    private readonly Cmdlet _cmdlet;
    private readonly IpMsgListener _listener;
    private readonly MemberNode _node;
    private readonly Subscription<HostListRequestEnded> _subscription;
    private readonly Dictionary<HostListRequest, object> _open = [];

    internal HostListQuery(Cmdlet cmdlet, IpMsgListener listener)
    {
        _cmdlet = cmdlet;
        _listener = listener;
        _node = listener.Node;
        _subscription = _node.Subscribe<HostListRequestEnded>();
    }

    /// <summary>Requests the host lists of the members that a value stands for; of the first member that offers one for "*".</summary>
    /// <exception cref="IpMsgException">The value cannot be resolved.</exception>
    internal void Ask(object target, CancellationToken stop)
    {
        if (IsAnyMember(target))
        {
            Fetch(null, target);
            return;
        }
        var search = new RecipientSearch(_cmdlet, _listener, mayAsk: true);
        foreach (var recipient in search.Expand(target, stop).SelectMany(each => search.Resolve(each, stop)))
            Fetch(recipient.EndPoint, target);
    }

    /// <summary>The requests as they end, and an error for each incomplete one. After the timeout the others are cancelled.</summary>
    internal IEnumerable<(HostListRequest Request, IpMsgException? Error)> TakeAll(TimeSpan timeout, CancellationToken stop)
    {
        var deadline = new Deadline(timeout);
        while (_open.Count > 0 && _subscription.TryTake(out var ended, deadline.Remaining, stop))
        {
            if (!_open.TryGetValue(ended.Request, out object? target))
                continue;
            _open.Remove(ended.Request);
            yield return (ended.Request, ErrorOf(ended.Request, target));
        }
        foreach (var pending in _open)
        {
            _node.Members.Cancel(pending.Key);
            yield return (pending.Key, ErrorOf(pending.Key, pending.Value));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    private void Fetch(IPEndPoint? from, object target) => _open.Add(_node.Members.FetchHostList(from, _subscription), target);

    private static bool IsAnyMember(object target) => (target is PSObject wrapped ? wrapped.BaseObject : target) is "*";

    private static IpMsgException? ErrorOf(HostListRequest request, object target)
    {
        if (request.Status == HostListStatus.Complete)
            return null;
        if (request.Status == HostListStatus.TooLong)
        {
            return new IpMsgException(IpMsgErrorId.HostListNotAnswered,
                "The host list of '" + target + "' is too long; its first " + request.Entries.Count + " entries were read.", target,
                "A list ends with 16,384 entries, or 512 pages. A longer one is no list of a local network.");
        }
        bool isPart = request.Entries.Count > 0;
        string message = isPart
            ? "'" + target + "' sent only a part of its host list (" + request.Entries.Count + " entries)."
            : IsAnyMember(target) ? "No member sent a host list in time." : "'" + target + "' sent no host list in time.";
        return new IpMsgException(IpMsgErrorId.HostListNotAnswered, message, target, isPart
            ? "Ask again, or with a longer -TimeoutSec."
            : "Not every client serves one. Test-IpMsgMember shows whether a member answers at all.");
    }
}
