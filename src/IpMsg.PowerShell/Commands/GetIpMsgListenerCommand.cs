using System.Management.Automation;

namespace IpMsg.PowerShell;

/// <summary>Shows this runspace's listener: state, endpoint, counters. Nothing when there is none.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgListener")]
[OutputType(typeof(IpMsgListener))]
public sealed class GetIpMsgListener : IpMsgCmdlet
{
    /// <summary>A listener that was handed over from elsewhere, instead of this runspace's.</summary>
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
