using System;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Transport;

/// <summary>
/// A thread that blocks at one socket: the quickest way that this target has, and on every platform closing the socket ends it. An error of
/// the socket does not: the thread pauses and goes on. It needs neither a timer nor a thread of the pool for that, for without file handles
/// the system may have no thread to give, and .NET ends a process whose pool cannot grow.
/// </summary>
internal abstract class SocketLoop
{
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromSeconds(2);

    // A socket at which nothing came and nothing failed for so long works again.
    private static readonly TimeSpan s_proof = TimeSpan.FromMilliseconds(500);

    private readonly SocketErrorPolicy _policy;
    private readonly Action<Exception?> _onProblem;
    private readonly ManualResetEventSlim _closed = new();
    private readonly Thread _thread;
    private bool _hasProblem, _isOver;

    /// <param name="source">The socket; its owner closes it.</param>
    /// <param name="kind">For the name of the thread.</param>
    /// <param name="onProblem">Told of every failure that keeps peers waiting, and null when the socket works again.</param>
    /// <param name="policy">How to go on after a failure; null for the usual way.</param>
    protected SocketLoop(BoundSocket source, string kind, Action<Exception?> onProblem, SocketErrorPolicy? policy = null)
    {
        Source = source;
        _onProblem = onProblem;
        _policy = policy ?? new SocketErrorPolicy();
        _thread = new Thread(Run) { IsBackground = true, Name = "IpMsg " + kind + " " + source.Place };
    }

    protected BoundSocket Source { get; }

    internal void Start() => _thread.Start();

    /// <summary>Ends a pause; the source is closed already.</summary>
    internal void Close() => _closed.Set();

    /// <summary>Waits for the thread to end. A handler may dispose its own transport, so the thread does not wait for itself.</summary>
    internal void Await()
    {
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join(s_longestEnd);
    }

    /// <summary>Waits for what comes next, ends a problem, and handles what came. Whatever it throws is an error of the socket.</summary>
    protected abstract void Step();

    /// <summary>Waits until there is something to take; false when nothing came, and nothing failed, in that time.</summary>
    protected virtual bool Poll(TimeSpan longest) => Source.Poll(longest);

    /// <summary>Takes what the next step needs besides the socket, and gives it back.</summary>
    /// <exception cref="SocketException">There is none.</exception>
    protected virtual void Probe()
    {
    }

    /// <summary>The step of the moment is the last one.</summary>
    protected void End() => _isOver = true;

    /// <summary>The socket works.</summary>
    protected void EndProblem()
    {
        _policy.Forget();
        if (!_hasProblem)
            return;
        _hasProblem = false;
        _onProblem(null);
    }

    /// <summary>Pauses after an error, for as long as the policy says.</summary>
    protected void GoOnAfter(Exception failure)
    {
        if (Source.IsClosed)
            return;
        var error = failure is ObjectDisposedException ? SocketError.NotSocket : (failure as SocketException)?.SocketErrorCode;
        var pause = _policy.Next(error, out bool needsNewSocket);
        // It concerned one peer or one datagram: it hung up before it was accepted, or could not be reached.
        if (pause == TimeSpan.Zero)
            return;
        _hasProblem = true;
        _onProblem(failure);
        if (_closed.Wait(pause) || !needsNewSocket)
            return;
        try
        {
            Source.Reopen();
        }
        catch (SocketException)
        {
            // The next step fails as well then, and the next pause follows.
        }
    }

    private void Run()
    {
        while (!Source.IsClosed && !_isOver)
        {
            try
            {
                if (_hasProblem && !Poll(s_proof))
                {
                    Probe();
                    EndProblem();
                }
                Step();
            }
            catch (Exception failure)
            {
                GoOnAfter(failure);
            }
        }
    }
}
