using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using IpMsg.Node;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;

namespace IpMsg.PowerShell.Commands;

/// <summary>Shows the members of the network: known ones at once, the others as they answer.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgMember", DefaultParameterSetName = "Roster")]
[OutputType(typeof(IpMsgMember))]
public sealed class GetIpMsgMemberCommand : ListenerCmdlet
{
    // The entry is sent after 250 ms, and in a small network answers to it come within 1,028 ms.
    private static readonly TimeSpan s_discoveryTime = TimeSpan.FromMilliseconds(1_300);
    private static readonly TimeSpan s_refreshTime = TimeSpan.FromMilliseconds(2_500);
    private static readonly TimeSpan s_hostListTimeout = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan s_detailsTimeout = TimeSpan.FromSeconds(2);

    private readonly HashSet<NameKey> _emitted = [];
    private NamePatterns? _names;
    private NamePatterns? _groups;
    private MemberDetailQuery? _details;

    /// <summary>Only these: nickname, user, host, user@host or address, with wildcards; or members, messages.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [MemberPattern]
    [ArgumentCompleter(typeof(MemberNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Only members of these groups, with wildcards.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string[]? GroupName { get; set; }

    /// <summary>Ask every member to announce itself again, and show those that do.</summary>
    [Parameter(ParameterSetName = "Roster")]
    public SwitchParameter Refresh { get; set; }

    /// <summary>Ask these members (names, addresses, endpoints) for the members they know; * takes the list of the first member that offers one.</summary>
    [Parameter(ParameterSetName = "HostList", Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [Recipient]
    [ArgumentCompleter(typeof(MemberNameCompleter))]
    public object[]? HostList { get; set; }

    /// <summary>Wait this many seconds for answers; by default as long as answers usually take.</summary>
    [Parameter]
    [ValidateRange(0d, 2_000_000d)]
    public double TimeoutSec { get; set; }

    /// <summary>Ask each member for its version and its absence text.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var listener = GetListener(ListenerUse.Find);
        _names = Name is null ? null : new NamePatterns(Name);
        _groups = GroupName is null ? null : new NamePatterns(GroupName);
        _details = Detailed ? new MemberDetailQuery(listener.Node) : null;
        using (_details)
        {
            if (HostList is not null)
                AskForLists(listener);
            else
                ShowRoster(listener);
            if (_details is { } details)
            {
                foreach (var member in details.TakeAll(TimeoutOr(s_detailsTimeout), StopToken))
                    WriteObject(member);
            }
        }
        foreach (string missing in _names?.Missing ?? [])
            Report(new IpMsgException(IpMsgErrorId.MemberNotFound, "No member is called '" + missing + "'.", missing, "Get-IpMsgMember -Refresh asks every member to announce itself."));
    }

    private void ShowRoster(IpMsgListener listener)
    {
        using var subscription = listener.Node.Members.Subscribe();
        var since = Refresh ? listener.Node.Members.Refresh() : (Moment?)null;
        var deadline = new Deadline(Window(listener));
        foreach (var member in listener.Node.Members.GetAll().OrderBy(each => each.NickName, StringComparer.CurrentCultureIgnoreCase))
        {
            if (since is not { } began || member.Seen.Elapsed >= began.Elapsed)
                Offer(member);
        }
        while (!deadline.IsOver && _names is not { AreAllFound: true } && subscription.TryTake(out var seen, deadline.Remaining, StopToken))
        {
            if (seen is MemberSeen { Member: var member })
                Offer(member);
        }
    }

    // Answers to a recent entry may still come; after that all members are known.
    private TimeSpan Window(IpMsgListener listener)
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)))
            return TimeSpan.FromSeconds(TimeoutSec);
        if (Refresh)
            return s_refreshTime;
        var rest = listener.Node.Members.SinceEntry is { } since ? s_discoveryTime - since : TimeSpan.Zero;
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private void AskForLists(IpMsgListener listener)
    {
        using var subscription = listener.Node.Subscribe<HostListRequestEnded>();
        var open = new Dictionary<HostListRequest, object>();
        foreach (object target in HostList!)
        {
            foreach (var from in EndPointsOf(listener, target))
                open.Add(listener.Node.Members.FetchHostList(from, subscription), target);
        }
        var deadline = new Deadline(TimeoutOr(s_hostListTimeout));
        while (open.Count > 0 && subscription.TryTake(out var ended, deadline.Remaining, StopToken))
        {
            if (open.TryGetValue(ended.Request, out object? target))
                ShowList(listener, ended.Request, target);
            open.Remove(ended.Request);
        }
        foreach (var late in open)
        {
            listener.Node.Members.Cancel(late.Key);
            ShowList(listener, late.Key, late.Value);
        }
    }

    /// <summary>The endpoints to ask; a single null for the first member that offers a list.</summary>
    private IReadOnlyList<IPEndPoint?> EndPointsOf(IpMsgListener listener, object target)
    {
        if (IsAnyMember(target))
            return [null];
        try
        {
            return [.. new RecipientSearch(this, listener, mayAsk: true).Resolve(target, StopToken).Select(each => each.EndPoint)];
        }
        catch (IpMsgException unknown)
        {
            Report(unknown);
            return [];
        }
    }

    private static bool IsAnyMember(object target) => (target is PSObject wrapped ? wrapped.BaseObject : target) is "*";

    private void ShowList(IpMsgListener listener, HostListRequest request, object target)
    {
        if (request.Status != HostListStatus.Complete)
            Report(new IpMsgException(IpMsgErrorId.HostListNotAnswered, (IsAnyMember(target) ? "No member" : "'" + target + "'") + " sent " + (request.Entries.Count > 0 ? "the whole host list." : "a host list."), target,
                "Not every client serves one."));
        foreach (var entry in request.Entries)
        {
            if (listener.Node.Members.Find(entry.EndPoint) is { } member)
                Offer(member);
        }
    }

    private void Offer(Member member)
    {
        if (_names is not null && !_names.Matches(member) || _groups is not null && !_groups.MatchesAny(member.GroupName))
            return;
        if (!_emitted.Add(new NameKey(member.UserName, member.HostName)))
            return;
        if (_details is { } details)
            details.Ask(member);
        else
            WriteObject(new IpMsgMember(member));
    }

    private TimeSpan TimeoutOr(TimeSpan usual) =>
        MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)) ? TimeSpan.FromSeconds(TimeoutSec) : usual;
}
