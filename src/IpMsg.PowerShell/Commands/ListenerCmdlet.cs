using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>The purpose for which a cmdlet needs its listener.</summary>
internal enum ListenerUse
{
    /// <summary>Sending: only the recipients need to know this member.</summary>
    Send,
    /// <summary>Finding members: they answer an announcement.</summary>
    Find,
    /// <summary>Receiving: announced, and messages are confirmed from now on.</summary>
    Receive,
}

/// <summary>A cmdlet that works through a listener: the given one, this runspace's, or a new one with defaults.</summary>
public abstract class ListenerCmdlet : IpMsgCmdlet
{
    /// <summary>The listener, as Start-IpMsgListener -PassThru or Get-IpMsgListener writes it; this runspace's by default.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <summary>The listener to use; started implicitly when there is none.</summary>
    /// <param name="use">The purpose.</param>
    /// <param name="preferred">The listener to use without -Listener, while it runs.</param>
    /// <exception cref="IpMsgException">The listener cannot start, or the given one is stopped.</exception>
    private protected IpMsgListener GetListener(ListenerUse use, IpMsgListener? preferred = null)
    {
        var running = preferred is { Node.State: NodeState.Running } ? preferred : null;
        var listener = Listener ?? running ?? RunspaceScope.Existing?.Listener ?? StartImplicitly(use);
        if (listener.Node.Failure is { } failure)
            throw failure;
        listener.Node.Keys.Refresh();
        // A listener with -Silent stays silent. An implicit one is silent only until something needs an announcement.
        if (use != ListenerUse.Send && (listener.IsImplicit || !listener.Node.Options.IsSilent))
            listener.Node.Members.EnsureAnnounced();
        if (use == ListenerUse.Receive && !listener.AcceptsMessages)
        {
            listener.Node.Inbox.Accept();
            listener.Node.Queue?.Open();
            WarnOfLosses(listener);
        }
        return listener;
    }

    // The standard port first, because some clients answer only there. A GUI client may use it already.
    private IpMsgListener StartImplicitly(ListenerUse use)
    {
        var options = EnvironmentDefaults.Read() with
        {
            FallsBackToAnyPort = true,
            IsSilent = use == ListenerUse.Send,
            AcceptsMessages = use == ListenerUse.Receive,
        };
        var listener = RunspaceScope.Current.Start(options, isImplicit: true, StopToken);
        WarnOfLosses(listener);
        WriteVerbose("Started a listener at " + listener.EndPoint + " as " + listener.NickName + ".");
        if (options.Port != 0 && listener.Port != options.Port)
        {
            WriteVerbose("Port " + options.Port + " is in use, so the system chose " + listener.Port
                + ". Some clients answer only to " + NodeOptions.StandardPort + ".");
        }
        return listener;
    }
}
