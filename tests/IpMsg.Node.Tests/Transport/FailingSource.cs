using System;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Transport;

namespace IpMsg.Node.Tests.Transport;

/// <summary>A socket that fails as a test says: each step is an exception to throw, or null to succeed.</summary>
internal sealed class FailingSource : ISocketSource
{
    private readonly BlockingCollection<Exception?> _steps = [];

    private readonly ConcurrentQueue<Exception> _needed = new();

    public bool IsClosed { get; private set; }

    public IPEndPoint Place { get; } = new(IPAddress.Loopback, 2425);

    internal int Reopened { get; private set; }

    internal bool RefusesToReopen { get; set; }

    internal void Add(Exception? step) => _steps.Add(step);

    internal void Fail(SocketError error) => Add(new SocketException((int)error));

    internal void FailProbe(SocketError error) => _needed.Enqueue(new SocketException((int)error));

    internal void Close()
    {
        IsClosed = true;
        Add(new ObjectDisposedException("socket"));
    }

    public Socket Accept()
    {
        Step();
        return new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    }

    public int ReceiveFrom(byte[] buffer, ref EndPoint from)
    {
        Step();
        from = new IPEndPoint(IPAddress.Loopback, 2425);
        return 1;
    }

    public bool Poll(TimeSpan longest) => SpinWait.SpinUntil(() => _steps.Count > 0, longest);

    public void Probe()
    {
        if (_needed.TryDequeue(out var failure))
            throw failure;
    }

    public void Reopen()
    {
        Reopened++;
        if (RefusesToReopen)
            throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    private void Step()
    {
        if (_steps.Take() is { } failure)
            throw failure;
    }
}
