using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node;
using IpMsg.Node.Interop;
using IpMsg.PowerShell.Sending;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>
/// The state of one runspace: at most one listener, which is stopped with it. The engine does not tell modules when a runspace closes, so
/// each scope subscribes to its runspace once. Importing the module again finds the existing scope.
/// </summary>
internal sealed class RunspaceScope
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceScope> s_scopes = new();
    private static readonly HashSet<MemberNode> s_running = [];

    private readonly object _lock = new();
    private IpMsgListener? _listener;
    // Of the last listener and the last one before it that sent something, also when these were stopped.
    private SentDeliveries _sentBefore = new();
    private SentDeliveries _sent = new();

    static RunspaceScope() => ProcessEndings.Register(StopAll);

    private RunspaceScope(Runspace runspace) => runspace.StateChanged += OnStateChanged;

    // The runspace was dropped without being closed, and so was its listener, which refers to this scope. Nothing can reach either any
    // more, so the port is freed.
    ~RunspaceScope()
    {
        if (_listener?.Node is { } orphan)
            StopInBackground(orphan);
    }

    /// <summary>The scope of the current thread's runspace.</summary>
    internal static RunspaceScope Current => s_scopes.GetValue(Runspace.DefaultRunspace, runspace => new RunspaceScope(runspace));

    /// <summary>The scope of the current thread's runspace; null when it has none. Import and completion must not create one.</summary>
    internal static RunspaceScope? Existing =>
        Runspace.DefaultRunspace is { } runspace && s_scopes.TryGetValue(runspace, out var scope) ? scope : null;

    /// <summary>The runspace's listener, also one that has failed; null when there is none or it was stopped.</summary>
    internal IpMsgListener? Listener
    {
        get
        {
            lock (_lock)
                return _listener is { Node.State: not NodeState.Stopped } ? _listener : null;
        }
    }

    /// <summary>
    /// What the runspace has sent through its listener and through the one before it. Earlier ones are not kept: a script that starts a
    /// listener for each message would keep all of them.
    /// </summary>
    internal IReadOnlyList<SentDelivery> Sent
    {
        get
        {
            lock (_lock)
                return [.. _sentBefore.GetAll(), .. _sent.GetAll()];
        }
    }

    /// <summary>Starts the runspace's listener.</summary>
    /// <exception cref="IpMsgException">It could not be started, or an explicitly started one is running.</exception>
    internal IpMsgListener Start(NodeOptions options, bool isImplicit, CancellationToken stop)
    {
        lock (_lock)
        {
            if (Listener is { IsImplicit: false, Node.State: not NodeState.Failed } running)
            {
                throw new IpMsgException(
                    IpMsgErrorId.ListenerAlreadyRunning,
                    "This runspace has a listener at " + running.EndPoint + " already.",
                    running,
                    "Use it, or stop it with Stop-IpMsgListener first.");
            }
            StopListener(tellsConsole: false, stop);
            var listener = new IpMsgListener(MemberNode.Start(options), isImplicit, this);
            lock (s_running)
                s_running.Add(listener.Node);
            if (_sent.GetAll().Count > 0)
                _sentBefore = _sent;
            _sent = listener.Sent;
            return _listener = listener;
        }
    }

    /// <summary>Stops the runspace's listener, if there is one, where no cmdlet can warn of what is lost.</summary>
    internal void StopListener() => StopListener(tellsConsole: true);

    private void StopListener(bool tellsConsole, CancellationToken stop = default)
    {
        lock (_lock)
        {
            if (_listener is not { } listener)
                return;
            _listener = null;
            listener.Notifier?.Dispose();
            if (tellsConsole)
                StopAndTell(listener.Node);
            else
                Stop(listener.Node, stop);
        }
    }

    /// <summary>
    /// Stops a listener. Its two BR_EXIT take 100 ms; they are sent in the background when the token is cancelled before.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal static void Stop(MemberNode node, CancellationToken stop)
    {
        if (stop.CanBeCanceled)
            StopInBackground(node).Wait(stop);
        else
            Stop(node);
    }

    // True for one of several callers.
    private static bool Stop(MemberNode node)
    {
        node.Stop();
        // Removed after the stop: a process that ends meanwhile has to wait for the second BR_EXIT.
        lock (s_running)
            return s_running.Remove(node);
    }

    // The runspace closes or the process ends: the error stream of the process is all that is left for a warning.
    private static void StopAndTell(MemberNode node)
    {
        if (!Stop(node) || node.StorePath is not null || UnreadText.Of(node) is not { } text)
            return;
        try
        {
            Console.Error.WriteLine("WARNING: " + text);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The terminal is gone.
        }
    }

    private static Task StopInBackground(MemberNode node) => OnOwnThread(() => Stop(node));

    // A thread of its own: the timer of BR_EXIT needs a pool thread, and a dozen stops would occupy the pool.
    private static Task OnOwnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // The sender is the runspace; the default runspace of the closing thread may be another one.
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
        // In parallel: each stop takes 100 ms, and the process is ending.
        Task.WaitAll(Array.ConvertAll(running, static node => OnOwnThread(() => StopAndTell(node))));
    }
}
