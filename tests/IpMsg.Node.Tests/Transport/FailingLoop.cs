using System;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Transport;

namespace IpMsg.Node.Tests.Transport;

/// <summary>A loop whose steps fail as a test says: each is an exception to throw, or null to succeed.</summary>
internal sealed class FailingLoop(BoundSocket source, Action onTaken, Action<Exception?> onProblem, SocketErrorPolicy policy)
    : SocketLoop(source, "test", onProblem, policy)
{
    private readonly BlockingCollection<Exception?> _steps = [];
    private readonly ConcurrentQueue<Exception> _probes = new();

    internal void Add(Exception? step) => _steps.Add(step);

    internal void Fail(SocketError error) => Add(new SocketException((int)error));

    internal void FailProbe(SocketError error) => _probes.Enqueue(new SocketException((int)error));

    protected override void Step()
    {
        if (_steps.Take() is { } failure)
            throw failure;
        EndProblem();
        onTaken();
    }

    protected override bool Poll(TimeSpan longest) => SpinWait.SpinUntil(() => _steps.Count > 0, longest);

    protected override void Probe()
    {
        if (_probes.TryDequeue(out var failure))
            throw failure;
    }
}
