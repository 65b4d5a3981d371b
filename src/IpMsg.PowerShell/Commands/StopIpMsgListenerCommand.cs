using System.Management.Automation;
using System.Management.Automation.Runspaces;
using IpMsg.Node;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>Leaves the network (BR_EXIT) and frees the port.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IpMsgListener", SupportsShouldProcess = true)]
public sealed class StopIpMsgListenerCommand : IpMsgCmdlet
{
    /// <summary>The listener to stop; this runspace's by default.</summary>
    [Parameter(ValueFromPipeline = true, Position = 0)]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var listener = Listener ?? RunspaceScope.Existing?.Listener;
        if (listener is null || listener.Node.State == NodeState.Stopped)
        {
            Report(new IpMsgException(IpMsgErrorId.ListenerNotRunning,
                "There is no listener to stop.", (object?)Listener ?? Runspace.DefaultRunspace,
                "Get-IpMsgListener shows whether there is one."));
            return;
        }
        if (!ShouldProcess(listener.ToString(), "Stop IP Messenger listener"))
            return;
        listener.Notifier?.Dispose();
        RunspaceScope.Stop(listener.Node, StopToken);
        WarnOfUnread(listener);
    }
}
