using System;
using System.Collections.Generic;
using System.Linq;

namespace IpMsg.Node;

/// <summary>The parts of a listener that do not work now. Thread-safe.</summary>
public sealed class NodeProblems
{
    private readonly object _lock = new();
    private readonly Dictionary<(NodePart Part, object Source), NodeProblem> _all = [];
    private long _count;

    /// <summary>
    /// Raised on any thread when a part stops working, and with null when it works again. A handler must not block or throw.
    /// </summary>
    public event Action<NodePart, NodeProblem?>? Changed;

    /// <summary>The number of problems since the start. A waiting cmdlet compares it to notice a problem that has ended.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>One problem for each part that does not work now, the oldest first.</summary>
    public IReadOnlyList<NodeProblem> Current
    {
        get
        {
            lock (_lock)
            {
                var parts = _all.Values.OrderBy(static each => each.Since).GroupBy(static each => each.Part);
                return [.. parts.Select(static each => each.First())];
            }
        }
    }

    /// <summary>The problem of a part; null while it works.</summary>
    public NodeProblem? Find(NodePart part) => Current.FirstOrDefault(each => each.Part == part);

    /// <summary>Reports that a source of a part, such as one of two sockets, does not work, or with null that it works again.</summary>
    internal void Report(NodePart part, object source, Exception? reason)
    {
        NodeProblem? problem = null;
        lock (_lock)
        {
            bool isKnown = _all.TryGetValue((part, source), out var known);
            if (reason is null)
                _all.Remove((part, source));
            else
                _all[(part, source)] = problem = new NodeProblem(part, known?.Since ?? DateTimeOffset.UtcNow, reason);
            if (isKnown == (reason is not null))
                return;
            _count += isKnown ? 0 : 1;
        }
        Changed?.Invoke(part, problem);
    }
}
