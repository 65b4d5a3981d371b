using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>What a cmdlet needs its listener for.</summary>
internal enum ListenerUse
{
    /// <summary>Sending: only the recipients need to know this member.</summary>
    Send,
    /// <summary>Finding members: they answer to an announcement.</summary>
    Find,
    /// <summary>Receiving: announced, and messages are confirmed from now on.</summary>
    Receive,
}

/// <summary>A cmdlet that works through a listener: the given one, this runspace's, or a new one with defaults.</summary>
public abstract class ListenerCmdlet : IpMsgCmdlet
{
    /// <summary>The listener to use, as Start-IpMsgListener -PassThru or Get-IpMsgListener returned it; this runspace's by default.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <summary>The listener to use; started implicitly when there is none.</summary>
    /// <param name="use">What it is needed for.</param>
    /// <param name="preferred">The listener to use without -Listener, while it runs.</param>
    /// <exception cref="IpMsgException">It cannot be started, or the given one is stopped.</exception>
    private protected IpMsgListener GetListener(ListenerUse use, IpMsgListener? preferred = null)
    {
        var listener = Listener ?? (preferred is { State: NodeState.Running } ? preferred : null) ?? RunspaceScope.Existing?.Listener ?? StartImplicitly(use);
        if (listener.Node.Failure is { } failure)
            throw failure;
        listener.Node.Keys.Refresh();
        // A listener started with -Silent stays silent. An implicit one was silent only because nothing needed an announcement.
        if (use != ListenerUse.Send && (listener.IsImplicit || !listener.Node.Options.IsSilent))
            listener.Node.Members.EnsureAnnounced();
        if (use == ListenerUse.Receive)
            listener.Node.Inbox.Accept();
        return listener;
    }

    // The standard port first, since some clients answer only to it. A GUI client may have it already.
    private IpMsgListener StartImplicitly(ListenerUse use)
    {
        var options = EnvironmentDefaults.Read() with
        {
            FallsBackToAnyPort = true,
            IsSilent = use == ListenerUse.Send,
            AcceptsMessages = use == ListenerUse.Receive,
        };
        var listener = RunspaceScope.Current.Start(options, isImplicit: true, StopToken);
        WarnOfLostKeys(listener);
        WriteVerbose("Started a listener at " + listener.EndPoint + " as " + listener.NickName + ".");
        if (options.Port != 0 && listener.Port != options.Port)
            WriteVerbose("Port " + options.Port + " is in use, so the system chose " + listener.Port + ". Some clients answer only to " + NodeOptions.StandardPort + ".");
        return listener;
    }
}
