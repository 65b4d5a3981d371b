using System;
using System.Linq;
using System.Management.Automation;
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

    private MemberFilter? _filter;
    private MemberDetailQuery? _details;
    private bool _hasShown;

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

    /// <summary>
    /// Ask these members (names, addresses, endpoints) for the members they know; * takes the list of the first member that offers one.
    /// </summary>
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
        _filter = new MemberFilter(Name, GroupName, ContactNames.Of(listener));
        _details = Detailed ? new MemberDetailQuery(listener.Node) : null;
        using (_details)
        {
            if (HostList is not null)
                ShowHostLists(listener);
            else
                ShowRoster(listener);
            foreach (var member in _details?.TakeAll(TimeoutOr(s_detailsTimeout), StopToken) ?? [])
                WriteObject(member);
        }
        if (_filter.Missing.Length > 0)
        {
            foreach (string missing in _filter.Missing)
                Report(NotFound(missing, ContactNames.Of(listener), listener.Node));
        }
        else if (HostList is null)
            WarnOfNobody(listener.Node);
    }

    private void ShowRoster(IpMsgListener listener)
    {
        using var subscription = listener.Node.Members.Subscribe();
        if (Refresh)
            listener.Node.RefreshNetworks();
        var since = Refresh ? listener.Node.Members.Refresh() : (Moment?)null;
        // A refresh of all asks few members of a long list.
        if (Refresh && (Name is not null || GroupName is not null))
            AskListed(listener);
        var deadline = new Deadline(Window(listener));
        foreach (var member in listener.Node.Members.GetAll().OrderBy(each => each.NickName, StringComparer.CurrentCultureIgnoreCase))
        {
            if (since is not { } began || member.Seen.Elapsed >= began.Elapsed)
                Show(member);
        }
        while (!deadline.IsOver && !_filter!.IsComplete && subscription.TryTake(out var seen, deadline.Remaining, StopToken))
        {
            if (seen is MemberSeen { Member: var member })
                Show(member);
        }
    }

    private void AskListed(IpMsgListener listener)
    {
        var filter = new MemberFilter(Name, GroupName, ContactNames.Of(listener));
        listener.Node.Members.AskListed(listener.Node.Members.GetAll().Where(filter.Accepts));
    }

    // Answers to a recent entry may still arrive; after that all members are known.
    private TimeSpan Window(IpMsgListener listener)
    {
        if (Refresh)
            return TimeoutOr(s_refreshTime);
        var rest = listener.Node.Members.SinceEntry is { } since ? s_discoveryTime - since : TimeSpan.Zero;
        return TimeoutOr(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
    }

    private void ShowHostLists(IpMsgListener listener)
    {
        using var query = new HostListQuery(this, listener);
        foreach (object target in HostList!)
        {
            try
            {
                query.Ask(target, StopToken);
            }
            catch (IpMsgException exception)
            {
                Report(exception);
            }
        }
        foreach (var (request, error) in query.TakeAll(TimeoutOr(s_hostListTimeout), StopToken))
        {
            if (error is not null)
                Report(error);
            foreach (var entry in request.Entries)
            {
                if (listener.Node.Members.Find(entry.EndPoint) is { } member)
                    Show(member);
            }
        }
    }

    private IpMsgException NotFound(string name, ContactNames contacts, MemberNode node)
    {
        var members = node.Members.GetAll();
        var book = node.Contacts.Read();
        if (book.Find(name) is { } contact)
            return new ContactRecipients(contacts, node, this).NotPresent(contact);
        if (book.InGroup(name).Any())
        {
            return new IpMsgException(IpMsgErrorId.ContactNotPresent, "No contact of the group '" + name + "' is present.", name,
                "Get-IpMsgContact -Group " + Completions.Quote(name) + " shows them.");
        }
        string message = "No member is called '" + name + "'.";
        if (members.Count == 0)
            return new IpMsgException(IpMsgErrorId.MemberNotFound, message, name, NobodyThere.Describe(node));
        return NameHint.FindGroup(name, members) is var (group, _)
            ? new IpMsgException(IpMsgErrorId.MemberNotFound, message + " '" + group + "' is a group.", name,
                SuggestedLine.MembersOf(group))
            : new IpMsgException(IpMsgErrorId.MemberNotFound, message + NameHint.OfMember(name, members), name,
                "Get-IpMsgMember -Refresh asks every member to announce itself.");
    }

    // No error: an empty network is a result. Loops that wait for somebody ask with a wildcard.
    private void WarnOfNobody(MemberNode node)
    {
        if (_hasShown || Name is not null)
            return;
        var members = node.Members.GetAll();
        if (members.Count == 0 || Refresh && GroupName is null)
            WriteWarning(NobodyThere.Describe(node));
        foreach (string group in members.Count == 0 ? [] : GroupName ?? [])
        {
            if (!WildcardPattern.ContainsWildcardCharacters(group) && NameHint.FindGroup(group, members) is null)
                WriteWarning(SafeText.Line("No member is in a group '" + group + "'." + NameHint.OfGroup(group, members)));
        }
    }

    private void Show(Member member)
    {
        if (!_filter!.Accepts(member))
            return;
        _hasShown = true;
        if (_details is { } details)
            details.Ask(member);
        else
            WriteObject(new IpMsgMember(member));
    }

    private TimeSpan TimeoutOr(TimeSpan usual) =>
        MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec)) ? TimeSpan.FromSeconds(TimeoutSec) : usual;
}
