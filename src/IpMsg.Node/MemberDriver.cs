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
/// Drives a <see cref="MemberMachine"/>: keeps threads apart by one gate, tells it the time, wakes it when a timer is due, and has its
/// outputs carried out outside the gate.
/// </summary>
internal sealed class MemberDriver
{
    private const int Capacity = 16_384;

    private readonly object _gate = new();
    private readonly MemberMachine _machine;
    private readonly IPEndPoint _localEndPoint;
    private readonly AddressFilter _filter;
    private readonly ActionDispatcher _dispatcher;
    private readonly Action<Exception> _onFault;
    private readonly MachineTimer _timer;
    private readonly WaitingReaders _readers = new();
    private long _additions;
    private NodeState _state;
    private IpMsgException? _failure;

    /// <param name="machine">The member.</param>
    /// <param name="transport">Where its datagrams go out.</param>
    /// <param name="filter">From which addresses datagrams are taken.</param>
    /// <param name="onEvent">Told of every event, outside the gate, by one thread at a time.</param>
    /// <param name="onFault">Told of what is thrown on the pool's threads; must not throw.</param>
    internal MemberDriver(
        MemberMachine machine,
        IDatagramTransport transport,
        AddressFilter filter,
        Action<MemberEvent> onEvent,
        Action<Exception> onFault)
    {
        _machine = machine;
        _localEndPoint = transport.LocalEndPoint;
        _filter = filter;
        _onFault = onFault;
        _dispatcher = new ActionDispatcher(_gate, machine, transport, onEvent, Refuse, onFault);
        _timer = new MachineTimer(OnTimer);
    }

    internal NodeState State
    {
        get { lock (_gate) return _state; }
    }

    /// <summary>Why it failed; null while it has not.</summary>
    internal IpMsgException? Failure
    {
        get { lock (_gate) return _failure; }
    }

    /// <summary>Why nothing more comes in; null while something may, until the port has been freed.</summary>
    internal IpMsgException? Ending
    {
        get { lock (_gate) return _state is NodeState.Running or NodeState.Stopping ? null : NotRunning(); }
    }

    /// <summary>Takes the gate of a running node; on disposal what was decided is carried out.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    internal ActionDispatcher.Access Enter()
    {
        Monitor.Enter(_gate);
        if (_state == NodeState.Running)
            return new ActionDispatcher.Access(this, _dispatcher, settles: true);
        var why = NotRunning();
        Monitor.Exit(_gate);
        throw why;
    }

    /// <summary>Takes the gate to look at the machine, or to change what leads to no output; also after the end.</summary>
    internal ActionDispatcher.Access EnterAnyState()
    {
        Monitor.Enter(_gate);
        return new ActionDispatcher.Access(this, _dispatcher, settles: false);
    }

    /// <summary>
    /// Takes the gate for a result that comes from another thread. Not alive when the node has ended: then nothing is to be told.
    /// </summary>
    internal ActionDispatcher.Access Resume()
    {
        Monitor.Enter(_gate);
        return new ActionDispatcher.Access(this, _dispatcher, settles: true, isAlive: _state is NodeState.Running or NodeState.Stopping);
    }

    /// <summary>Takes a datagram from a receive thread; the buffer is valid during the call only.</summary>
    internal void OnDatagram(byte[] buffer, int count, IPEndPoint from)
    {
        if (!_filter.Admits(from.Address))
            return;
        bool isOurs;
        lock (_gate)
        {
            // While a send hangs nothing can be answered; what is not heard is repeated, and what is queued eats memory.
            if (_state != NodeState.Running || _machine.Outputs.Count >= Capacity)
                return;
            _machine.Receive(NodeClock.Now, buffer.AsSpan(0, count), from);
            isOurs = Settle();
        }
        if (isOurs)
            _dispatcher.Run();
    }

    /// <summary>True while a thread waits for a message.</summary>
    internal bool HasReaders
    {
        get { lock (_gate) return _readers.IsAny; }
    }

    /// <summary>Waits until more messages have come into the inbox than were seen. False when the time is up.</summary>
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
                if (_state is NodeState.Failed or NodeState.Stopped)
                    throw NotRunning();
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
    /// Under the gate, after every call of the machine: sets the timer for what comes next, and wakes the threads that wait for a message.
    /// True when the caller, outside the gate, has to run the dispatcher.
    /// </summary>
    internal bool Settle()
    {
        // A failed node fires no timer, so what is due stays due; firing for it again and again would take a whole processor.
        if (_state is NodeState.Running or NodeState.Stopping)
            _timer.Set(_machine.NextTimer);
        if (_additions != _machine.Inbox.Additions)
        {
            _additions = _machine.Inbox.Additions;
            if (_readers.Count())
                Monitor.PulseAll(_gate);
        }
        return _dispatcher.TryAcquire();
    }

    /// <summary>Marks the node as failed. Returns why, or null when it was not running any more.</summary>
    internal IpMsgException? Fail(Exception reason)
    {
        lock (_gate)
        {
            if (_state != NodeState.Running)
                return null;
            _state = NodeState.Failed;
            Monitor.PulseAll(_gate);
            return _failure = new IpMsgException(IpMsgErrorId.ListenerFailed, "The listener has failed: " + reason.Message, _localEndPoint,
                "Stop-IpMsgListener, then Start-IpMsgListener.", reason);
        }
    }

    /// <summary>
    /// Ends what is under way and begins the farewell. Null when another thread is at it or has done it; else whether a farewell can be
    /// waited for.
    /// </summary>
    internal bool? Leave()
    {
        using var access = Resume();
        if (_state is NodeState.Stopped or NodeState.Stopping)
            return null;
        bool hasFailed = _state == NodeState.Failed;
        _state = NodeState.Stopping;
        try
        {
            _machine.Stop(NodeClock.Now);
        }
        // It may be the machine that failed; its port is to be freed all the same.
        catch (Exception) when (hasFailed)
        {
        }
        return !hasFailed;
    }

    /// <summary>The sockets are closed: nothing comes in or goes out any more.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _state = NodeState.Stopped;
            Monitor.PulseAll(_gate);
        }
        _timer.Dispose();
    }

    /// <summary>
    /// Runs something on the caller's thread of the pool, where no other code catches what it throws: that would end the process.
    /// </summary>
    internal void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception reason)
        {
            _onFault(reason);
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

    private IpMsgException NotRunning() => _failure ?? new IpMsgException(
        IpMsgErrorId.ListenerStopped, "The listener was stopped.", _localEndPoint, "Start-IpMsgListener starts one.");
}
