using System.Management.Automation;

namespace IpMsg.PowerShell;

/// <summary>Shows this runspace's listener: state, endpoint, counters. Nothing when there is none.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgListener")]
[OutputType(typeof(IpMsgListener))]
public sealed class GetIpMsgListener : IpMsgCmdlet
{
    /// <inheritdoc/>
    protected override void End()
    {
        if (RunspaceScope.Existing?.Listener is { } listener)
            WriteObject(listener);
    }
}
