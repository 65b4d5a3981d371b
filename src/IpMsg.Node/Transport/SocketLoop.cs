using System;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Transport;

/// <summary>
/// A thread with blocking calls on one socket, which is the fastest way on netstandard2.0; closing the socket ends it. After an error the
/// thread pauses and continues. It uses neither timers nor the thread pool: without file handles the system may create no threads, and
/// .NET ends a process whose thread pool cannot grow.
/// </summary>
internal abstract class SocketLoop
{
    private static readonly TimeSpan s_maxJoinTime = TimeSpan.FromSeconds(2);

    // A socket without an error for this time works again.
    private static readonly TimeSpan s_recoveryTime = TimeSpan.FromMilliseconds(500);

    private readonly SocketErrorPolicy _policy;
    private readonly Action<Exception?> _onProblem;
    private readonly ManualResetEventSlim _closed = new();
    private readonly Thread _thread;
    private bool _hasProblem, _isOver;

    /// <param name="source">The socket; its owner closes it.</param>
    /// <param name="kind">The protocol, for the name of the thread.</param>
    /// <param name="onProblem">Receives every error with a pause, and null when the socket works again.</param>
    /// <param name="policy">The pauses; null for the default.</param>
    protected SocketLoop(BoundSocket source, string kind, Action<Exception?> onProblem, SocketErrorPolicy? policy = null)
    {
        Source = source;
        _onProblem = onProblem;
        _policy = policy ?? new SocketErrorPolicy();
        _thread = new Thread(Run) { IsBackground = true, Name = "IpMsg " + kind + " " + source.EndPoint };
    }

    protected BoundSocket Source { get; }

    internal void Start() => _thread.Start();

    /// <summary>Ends a pause. Close the socket first.</summary>
    internal void Close() => _closed.Set();

    /// <summary>Waits for the thread to end. A handler may dispose its own transport; then there is no wait.</summary>
    internal void Await()
    {
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join(s_maxJoinTime);
    }

    /// <summary>Receives or accepts once, calls <see cref="EndProblem"/>, and handles the result. Exceptions are socket errors.</summary>
    protected abstract void Step();

    /// <summary>Waits until the socket is readable or has an error. False after the timeout.</summary>
    protected virtual bool Poll(TimeSpan timeout) => Source.Poll(timeout);

    /// <summary>Allocates and frees the resource that the next step needs besides the socket.</summary>
    /// <exception cref="SocketException">The resource is missing.</exception>
    protected virtual void Probe()
    {
    }

    /// <summary>Ends the loop after the current step.</summary>
    protected void End() => _isOver = true;

    /// <summary>Reports that the socket works.</summary>
    protected void EndProblem()
    {
        _policy.Reset();
        if (!_hasProblem)
            return;
        _hasProblem = false;
        _onProblem(null);
    }

    /// <summary>Pauses after an error, and replaces the socket when the policy requires it.</summary>
    private void Recover(Exception failure, Socket failed)
    {
        // A sender may have replaced the socket, which ends the wait in the old one.
        if (Source.IsClosed || !Source.IsCurrent(failed))
            return;
        var error = failure is ObjectDisposedException ? SocketError.NotSocket : (failure as SocketException)?.SocketErrorCode;
        var pause = _policy.Next(error, out bool needsNewSocket);
        // The error concerns a single peer, which closed the connection early or is unreachable.
        if (pause == TimeSpan.Zero)
            return;
        _hasProblem = true;
        _onProblem(failure);
        if (_closed.Wait(pause) || !needsNewSocket)
            return;
        try
        {
            Source.Reopen(failed);
        }
        catch (SocketException)
        {
            // The next step fails too, and the next pause follows.
        }
    }

    private void Run()
    {
        while (!Source.IsClosed && !_isOver)
        {
            var socket = Source.Socket;
            try
            {
                if (_hasProblem && !Poll(s_recoveryTime))
                {
                    Probe();
                    EndProblem();
                    _policy.Distrust();
                }
                Step();
            }
            catch (Exception failure)
            {
                Recover(failure, socket);
            }
        }
    }
}
