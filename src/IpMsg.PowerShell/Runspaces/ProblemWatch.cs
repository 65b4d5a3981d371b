using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using IpMsg.Node;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>Interrupts a wait for messages when a part of the listener stops working, so that the waiting cmdlet can warn.</summary>
internal sealed class ProblemWatch : IDisposable
{
    private readonly NodeProblems _problems;
    private readonly CancellationToken _stop;
    private readonly ConcurrentQueue<NodeProblem> _new = new();
    private readonly object _lock = new();
    private CancellationTokenSource _interrupt;

    /// <param name="problems">The problems of the listener. Those of now are new to the watch.</param>
    /// <param name="stop">Ends the wait for good.</param>
    internal ProblemWatch(NodeProblems problems, CancellationToken stop)
    {
        _problems = problems;
        _stop = stop;
        _interrupt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        problems.Changed += OnChanged;
        foreach (var problem in problems.Current)
            _new.Enqueue(problem);
    }

    /// <summary>The token for the next wait. Call it before <see cref="TryNext"/>, so that no problem is missed.</summary>
    internal CancellationToken Renew()
    {
        lock (_lock)
        {
            // The cancelled one is not disposed: another thread may still be inside its Cancel.
            if (_interrupt.IsCancellationRequested)
                _interrupt = CancellationTokenSource.CreateLinkedTokenSource(_stop);
            return _interrupt.Token;
        }
    }

    /// <summary>Takes a problem that was not told yet, as text; null when there is none.</summary>
    internal string? TryNext() => _new.TryDequeue(out var problem) ? Describe(problem) : null;

    public void Dispose()
    {
        _problems.Changed -= OnChanged;
        lock (_lock)
            _interrupt.Dispose();
    }

    private static string Describe(NodeProblem problem)
    {
        // Files that another program has changed: messages are stored again.
        if (problem is { Part: NodePart.Store, Reason: InvalidDataException })
            return SafeText.Line(problem.Reason.Message);
        string what = problem.Part switch
        {
            NodePart.Log => "Messages cannot be logged",
            NodePart.Store => "Messages cannot be stored",
            NodePart.Tcp => "Offered files cannot be fetched",
            NodePart.Network => "Nothing can be sent",
            NodePart.MasterList => "The list of the member master, or its version, cannot be saved",
            NodePart.Contacts => "Contacts cannot be read",
            NodePart.Queue => "Queued messages cannot be sent or kept",
            _ => "No messages are received",
        };
        return what + " at present: " + SafeText.Line(problem.Reason.Message).TrimEnd('.') + ". The listener tries again until it works.";
    }

    private void OnChanged(NodePart part, NodeProblem? problem)
    {
        if (problem is null)
            return;
        _new.Enqueue(problem);
        CancellationTokenSource interrupt;
        lock (_lock)
            interrupt = _interrupt;
        try
        {
            // Outside the lock: this wakes the waiting thread, which takes the gate of the node.
            interrupt.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The wait is over.
        }
    }
}
