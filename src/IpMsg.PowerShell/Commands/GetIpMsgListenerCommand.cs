using System.Management.Automation;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>Shows this runspace's listener: state, endpoint, counters. Nothing when there is none.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgListener")]
[OutputType(typeof(IpMsgListener))]
public sealed class GetIpMsgListenerCommand : IpMsgCmdlet
{
    /// <summary>A listener of another runspace, instead of this one's.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if ((Listener ?? RunspaceScope.Existing?.Listener) is { } listener)
            WriteObject(listener);
    }
}
