using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell;

/// <summary>Says farewell to the network and frees the port.</summary>
[Cmdlet(VerbsLifecycle.Stop, "IpMsgListener", SupportsShouldProcess = true)]
public sealed class StopIpMsgListener : IpMsgCmdlet
{
    /// <summary>The listener to stop; this runspace's by default.</summary>
    [Parameter(ValueFromPipeline = true, Position = 0)]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var listener = Listener ?? RunspaceScope.Existing?.Listener;
        if (listener is null || listener.State == NodeState.Stopped)
        {
            Report(new IpMsgException(IpMsgReason.ListenerNotRunning, "There is no listener to stop.", Listener));
            return;
        }
        if (!ShouldProcess(listener.ToString(), "Stop IP Messenger listener"))
            return;
        if (listener.UnreadCount is > 0 and var unread)
            WriteWarning(unread == 1 ? "One message was not received." : unread + " messages were not received.");
        RunspaceScope.Stop(listener.Node);
    }
}
