using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Commands;

/// <summary>What a cmdlet wants of its listener.</summary>
internal enum ListenerUse
{
    /// <summary>To send to somebody: nobody else needs to hear of us.</summary>
    Send,
    /// <summary>To see who is there: everyone is told, or they would not answer.</summary>
    Look,
    /// <summary>To receive: everyone is told, and messages are confirmed from now on.</summary>
    Receive,
}

/// <summary>A cmdlet that works through a listener: the given one, this runspace's, or a new one with defaults.</summary>
public abstract class ListenerCmdlet : IpMsgCmdlet
{
    /// <summary>The listener to use, as Start-IpMsgListener -PassThru or Get-IpMsgListener returned it; this runspace's by default.</summary>
    [Parameter]
    [ValidateNotNull]
    public IpMsgListener? Listener { get; set; }

    /// <summary>The listener to work through; started quietly when there is none.</summary>
    /// <param name="use">What for.</param>
    /// <param name="usual">The one that is meant when none is given, as long as it runs.</param>
    /// <exception cref="IpMsgException">It cannot be started, or the given one is stopped.</exception>
    private protected IpMsgListener GetListener(ListenerUse use, IpMsgListener? usual = null)
    {
        var listener = Listener ?? (usual is { State: NodeState.Running } ? usual : null) ?? RunspaceScope.Existing?.Listener ?? StartImplicitly(use);
        if (listener.Node.Failure is { } failure)
            throw failure;
        listener.Node.Keys.Refresh();
        // A listener started with -Silent stays silent; a quiet one of our own making may now speak.
        if (use != ListenerUse.Send && (listener.IsImplicit || !listener.Node.Options.IsSilent))
            listener.Node.Members.EnsureAnnounced();
        if (use == ListenerUse.Receive)
            listener.Node.Inbox.Accept();
        return listener;
    }

    // The usual port first, for some clients answer only to it; a GUI client may have it already.
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
