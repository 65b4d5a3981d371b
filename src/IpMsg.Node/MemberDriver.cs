using System;
using System.Net;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Subscriptions;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <summary>
/// Drives a <see cref="MemberMachine"/>: calls it under one lock, the gate, gives it the time, fires its timers, and has its outputs
/// carried out outside the gate.
/// </summary>
internal sealed class MemberDriver
{
    private const int Capacity = 16_384;

    private readonly object _gate = new();
    private readonly MemberMachine _machine;
    private readonly AddressFilter _filter;
    private readonly ActionDispatcher _dispatcher;
    private readonly Action<Exception> _onFault;
    private readonly MachineTimer _timer;
    private readonly WaitingReaders _readers = new();
    private readonly NodeLifetime _lifetime;
    private long _additions;

    /// <param name="machine">The member.</param>
    /// <param name="transport">Sends its datagrams.</param>
    /// <param name="filter">The addresses whose datagrams are accepted.</param>
    /// <param name="onEvent">Receives every event, outside the gate, from one thread at a time.</param>
    /// <param name="onFault">Receives exceptions on threads of the pool; must not throw.</param>
    internal MemberDriver(
        MemberMachine machine,
        IDatagramTransport transport,
        AddressFilter filter,
        Action<MemberEvent> onEvent,
        Action<Exception> onFault)
    {
        _machine = machine;
        _lifetime = new NodeLifetime(transport.LocalEndPoint);
        _filter = filter;
        _onFault = onFault;
        _dispatcher = new ActionDispatcher(_gate, machine, transport, onEvent, Refuse, onFault);
        _timer = new MachineTimer(OnTimer);
    }

    internal NodeState State
    {
        get { lock (_gate) return _lifetime.State; }
    }

    /// <summary>The reason of a failure; null without one.</summary>
    internal IpMsgException? Failure
    {
        get { lock (_gate) return _lifetime.Failure; }
    }

    /// <summary>The reason why no more datagrams arrive; null while the node is running or stopping.</summary>
    internal IpMsgException? Ending
    {
        get { lock (_gate) return _lifetime.IsAlive ? null : _lifetime.Ending; }
    }

    /// <summary>Takes the gate of a running node. Disposal carries out the outputs.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    internal ActionDispatcher.Access Enter()
    {
        Monitor.Enter(_gate);
        if (_lifetime.State == NodeState.Running)
            return new ActionDispatcher.Access(this, _dispatcher, settles: true);
        var reason = _lifetime.Ending;
        Monitor.Exit(_gate);
        throw reason;
    }

    /// <summary>Takes the gate in any state, for calls of the machine that add no outputs.</summary>
    internal ActionDispatcher.Access EnterAnyState()
    {
        Monitor.Enter(_gate);
        return new ActionDispatcher.Access(this, _dispatcher, settles: false);
    }

    /// <summary>
    /// Takes the gate in any state, for results from other threads. <see cref="ActionDispatcher.Access.IsAlive"/> is false when the node
    /// has ended.
    /// </summary>
    internal ActionDispatcher.Access Resume()
    {
        Monitor.Enter(_gate);
        return new ActionDispatcher.Access(this, _dispatcher, settles: true, isAlive: _lifetime.IsAlive);
    }

    /// <summary>Handles datagrams on a receive thread.</summary>
    internal void OnDatagrams(Datagram[] datagrams, int count)
    {
        int admitted = _filter.Keep(datagrams, count);
        bool isAcquired;
        lock (_gate)
        {
            if (admitted == 0 || _lifetime.State != NodeState.Running)
                return;
            var now = NodeClock.Now;
            // A blocked send lets the outputs grow. The limit bounds their memory; peers repeat the dropped datagrams.
            for (int i = 0; i < admitted && _machine.Outputs.Count < Capacity; i++)
                _machine.Receive(now, datagrams[i].Buffer.AsSpan(datagrams[i].Offset, datagrams[i].Length), datagrams[i].From);
            isAcquired = Settle();
        }
        if (isAcquired)
            _dispatcher.Run();
    }

    /// <summary>True while a thread waits for a message.</summary>
    internal bool HasReaders
    {
        get { lock (_gate) return _readers.IsAny; }
    }

    /// <summary>Waits until the inbox has received more messages than <paramref name="seen"/>. False after the timeout.</summary>
    /// <exception cref="IpMsgException">The node was stopped or has failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal bool WaitForMessage(long seen, Deadline deadline, CancellationToken stop)
    {
        // Outside the gate: disposing a registration waits for its callback, and the callback needs the gate.
        using var registration = stop.Register(WakeReaders);
        lock (_gate)
        {
            while (_machine.Inbox.Additions <= seen)
            {
                stop.ThrowIfCancellationRequested();
                if (!_lifetime.IsAlive)
                    throw _lifetime.Ending;
                if (deadline.IsOver)
                    return false;
                int waitMs = _readers.Enter(deadline.RemainingMs, out bool polls);
                try
                {
                    Monitor.Wait(_gate, waitMs);
                }
                finally
                {
                    _readers.Leave(polls);
                }
            }
        }
        stop.ThrowIfCancellationRequested();
        return true;
    }

    /// <summary>
    /// Call it under the gate after every call of the machine: it sets the timer and wakes the threads that wait for a message. True when
    /// the caller has to run the dispatcher outside the gate.
    /// </summary>
    internal bool Settle()
    {
        // A failed node does not advance the machine, so a due timer stays due and would fire without end.
        if (_lifetime.IsAlive)
            _timer.Set(_machine.NextTimer);
        if (_additions != _machine.Inbox.Additions)
        {
            _additions = _machine.Inbox.Additions;
            if (_readers.Count())
                Monitor.PulseAll(_gate);
        }
        return _dispatcher.TryAcquire();
    }

    /// <summary>Marks the node as failed. Returns the error; null when the node was not running.</summary>
    internal IpMsgException? Fail(Exception reason)
    {
        lock (_gate)
        {
            if (!_lifetime.Fail(reason))
                return null;
            Monitor.PulseAll(_gate);
            return _lifetime.Failure;
        }
    }

    /// <summary>
    /// Ends the operations and starts to send BR_EXIT. True when the caller has to wait for the second BR_EXIT, false when the node had
    /// failed; null when another thread stops the node or has stopped it.
    /// </summary>
    internal bool? Leave()
    {
        using var access = Resume();
        bool? isRunning = _lifetime.Leave();
        if (isRunning is null)
            return null;
        try
        {
            _machine.Stop(NodeClock.Now);
        }
        // The machine may be what failed. The caller must still free the port.
        catch (Exception) when (isRunning == false)
        {
        }
        return isRunning;
    }

    /// <summary>Marks the node as stopped, after its sockets are closed.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _lifetime.End();
            Monitor.PulseAll(_gate);
        }
        _timer.Dispose();
    }

    /// <summary>
    /// Runs an action on the calling thread of the pool and reports its exception: an unhandled one ends the process.
    /// </summary>
    internal void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception)
        {
            _onFault(exception);
        }
    }

    private void OnTimer() => Guard(() =>
    {
        using var access = Resume();
        _timer.OnFired();
        if (access.IsAlive)
            _machine.Advance(NodeClock.Now);
    });

    private void WakeReaders()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Refuse(Delivery delivery)
    {
        string reason = "The network does not take datagrams for " + delivery.To + ".";
        lock (_gate)
            _machine.GiveUp(NodeClock.Now, delivery, DeliveryStatus.Refused, reason);
    }
}
