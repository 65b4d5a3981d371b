using System;
using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>
/// What belongs to one runspace: at most one listener, which ends with it. The engine does not tell modules when a runspace closes, so
/// each scope hooks its runspace once; importing the module again finds the scope that is there.
/// </summary>
internal sealed class RunspaceScope
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceScope> s_scopes = new();
    private static readonly HashSet<MemberNode> s_running = [];

    private readonly object _lock = new();
    private IpMsgListener? _listener;

    static RunspaceScope() => AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAll();

    private RunspaceScope(Runspace runspace) => runspace.StateChanged += OnStateChanged;

    // A runspace that was dropped without being closed, and its listener with it, which holds on to this scope: nobody can reach
    // either any more, so the port is given back.
    ~RunspaceScope()
    {
        if (_listener?.Node is { } orphan)
            StopApart(orphan);
    }

    /// <summary>The scope of the runspace on whose thread this runs.</summary>
    internal static RunspaceScope Current => s_scopes.GetValue(Runspace.DefaultRunspace, runspace => new RunspaceScope(runspace));

    /// <summary>The same, without making one: import and completion must leave no trace.</summary>
    internal static RunspaceScope? Existing =>
        Runspace.DefaultRunspace is { } runspace && s_scopes.TryGetValue(runspace, out var scope) ? scope : null;

    /// <summary>The runspace's listener, also one that has failed; null when there is none or it was stopped.</summary>
    internal IpMsgListener? Listener
    {
        get
        {
            lock (_lock)
                return _listener is { State: not NodeState.Stopped } ? _listener : null;
        }
    }

    /// <summary>Starts the runspace's listener.</summary>
    /// <exception cref="IpMsgException">It could not be started, or there is one that was started on purpose.</exception>
    internal IpMsgListener Start(NodeOptions options, bool isImplicit, CancellationToken stop)
    {
        lock (_lock)
        {
            if (Listener is { IsImplicit: false, State: not NodeState.Failed } running)
                throw new IpMsgException(IpMsgErrorId.ListenerAlreadyRunning, "This runspace has a listener at " + running.EndPoint + " already.", running,
                    "Use it, or stop it with Stop-IpMsgListener first.");
            StopListener(stop);
            var listener = new IpMsgListener(MemberNode.Start(options), isImplicit, this);
            lock (s_running)
                s_running.Add(listener.Node);
            return _listener = listener;
        }
    }

    /// <summary>Ends the runspace's listener, if there is one.</summary>
    internal void StopListener(CancellationToken stop = default)
    {
        lock (_lock)
        {
            if (_listener is not { } listener)
                return;
            _listener = null;
            Stop(listener.Node, stop);
        }
    }

    /// <summary>Ends a listener. The farewell takes a tenth of a second; whoever does not wait for it leaves it to be finished behind him.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static void Stop(MemberNode node, CancellationToken stop)
    {
        if (stop.CanBeCanceled)
            StopApart(node).Wait(stop);
        else
            Stop(node);
    }

    private static void Stop(MemberNode node)
    {
        node.Stop();
        // Not before, or a process that ends meanwhile would not wait for the second farewell.
        lock (s_running)
            s_running.Remove(node);
    }

    // On a thread of its own: the farewell's timer needs one of the pool, and a dozen stops would leave it none.
    private static Task StopApart(MemberNode node) =>
        Task.Factory.StartNew(() => Stop(node), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // The sender, not the default runspace: this is called on whatever thread closes it.
    private static void OnStateChanged(object? sender, RunspaceStateEventArgs change)
    {
        bool isOver = change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken;
        if (isOver && sender is Runspace runspace && s_scopes.TryGetValue(runspace, out var scope))
            scope.StopListener();
    }

    private static void StopAll()
    {
        MemberNode[] running;
        lock (s_running)
            running = [.. s_running];
        // All at once, for every farewell takes its time and the process wants to end.
        Task.WaitAll(Array.ConvertAll(running, StopApart));
    }
}
