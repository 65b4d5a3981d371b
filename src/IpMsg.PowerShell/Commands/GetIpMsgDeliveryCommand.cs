using System;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;
using IpMsg.PowerShell.Runspaces;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Commands;

/// <summary>
/// Shows what this runspace has sent, to whom, and what became of it, newest last: also deliveries whose output was not kept, or whose
/// Send-IpMsg was stopped by Ctrl+C. Starts no listener.
/// </summary>
[Cmdlet(VerbsCommon.Get, "IpMsgDelivery", DefaultParameterSetName = Oldest)]
[OutputType(typeof(IpMsgDelivery))]
public sealed class GetIpMsgDeliveryCommand : IpMsgCmdlet
{
    private const string Oldest = "First", Newest = "Last";

    // A view of its own shows when and what: several messages stand below each other here.
    private const string ViewType = "IpMsg.PowerShell.IpMsgDelivery#Kept";

    /// <summary>Only deliveries to these: nickname, user, host or address, with wildcards; or members, messages, deliveries.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [MemberPattern]
    [ArgumentCompleter(typeof(DeliveryRecipientCompleter))]
    public string[]? To { get; set; }

    /// <summary>Only deliveries with one of these statuses now.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DeliveryStatus[]? Status { get; set; }

    /// <summary>Only deliveries of messages with these packet numbers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public long[]? PacketNumber { get; set; }

    /// <summary>At most this many, the oldest.</summary>
    [Parameter(ParameterSetName = Oldest)]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>At most this many, the newest.</summary>
    [Parameter(ParameterSetName = Newest, Mandatory = true)]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; }

    /// <summary>A listener of another runspace, instead of those of this one.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var filter = new DeliveryFilter(To, Status, PacketNumber);
        var fitting = (Listener?.Sent.GetAll() ?? RunspaceScope.Existing?.Sent ?? []).Where(filter.Accepts).ToList();
        int skipped = ParameterSetName == Newest ? Math.Max(0, fitting.Count - Last) : 0;
        foreach (var sent in fitting.Skip(skipped).Take(First))
            WriteObject(WithView(sent.Show()));
    }

    private static PSObject WithView(IpMsgDelivery delivery)
    {
        var shown = PSObject.AsPSObject(delivery);
        shown.TypeNames.Insert(0, ViewType);
        return shown;
    }
}
