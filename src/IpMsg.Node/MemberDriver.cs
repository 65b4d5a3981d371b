using System;
using System.Net;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <summary>
/// Drives a <see cref="MemberMachine"/>: keeps threads apart by one gate, tells it the time, wakes it when a timer is due, and has its outputs
/// carried out outside the gate.
/// </summary>
internal sealed class MemberDriver
{
    private const int Capacity = 16_384;

    // More than any request but the greatest leads to; a thread that carries out more does it for others.
    private const int MaxBatches = 16;

    private readonly object _gate = new();
    private readonly MemberMachine _machine;
    private readonly IPEndPoint _localEndPoint;
    private readonly AddressFilter _filter;
    private readonly ActionDispatcher _dispatcher;
    private readonly Action<Exception> _onFault;
    private readonly Timer _timer;
    private long _timerDueAt = Moment.Never;
    private NodeState _state;
    private IpMsgException? _failure;

    /// <param name="machine">The member.</param>
    /// <param name="transport">Where its datagrams go out.</param>
    /// <param name="filter">From which addresses datagrams are taken.</param>
    /// <param name="onEvent">Told of every event, outside the gate, by one thread at a time.</param>
    /// <param name="onFault">Told of what is thrown on the pool's threads; must not throw.</param>
    internal MemberDriver(MemberMachine machine, IDatagramTransport transport, AddressFilter filter, Action<MemberEvent> onEvent, Action<Exception> onFault)
    {
        _machine = machine;
        _localEndPoint = transport.LocalEndPoint;
        _filter = filter;
        _onFault = onFault;
        _dispatcher = new ActionDispatcher(_gate, machine, transport, onEvent, Refuse);
        _timer = new Timer(_ => OnTimer(), null, Timeout.Infinite, Timeout.Infinite);
    }

    internal NodeState State
    {
        get
        {
            lock (_gate)
                return _state;
        }
    }

    /// <summary>Why it failed; null while it has not.</summary>
    internal IpMsgException? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    /// <summary>Why nothing more comes in; null while something may, until the port has been freed.</summary>
    internal IpMsgException? Ending
    {
        get
        {
            lock (_gate)
                return _state is NodeState.Running or NodeState.Stopping ? null : NotRunning();
        }
    }

    /// <summary>Takes the gate of a running node; on disposal what was decided is carried out.</summary>
    /// <exception cref="IpMsgException">The node is no longer running.</exception>
    internal Access Enter()
    {
        Monitor.Enter(_gate);
        if (_state == NodeState.Running)
            return new Access(this, settles: true);
        var why = NotRunning();
        Monitor.Exit(_gate);
        throw why;
    }

    /// <summary>Takes the gate to look at the machine, or to change what leads to no output; also after the end.</summary>
    internal Access EnterAnyState()
    {
        Monitor.Enter(_gate);
        return new Access(this, settles: false);
    }

    /// <summary>Takes the gate for a result that comes from another thread. Not alive when the node has ended: then nothing is to be told.</summary>
    internal Access Resume()
    {
        Monitor.Enter(_gate);
        return new Access(this, settles: true, isAlive: _state is NodeState.Running or NodeState.Stopping);
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
            SetTimer();
            isOurs = _dispatcher.TryAcquire();
        }
        if (isOurs)
            _dispatcher.Run();
    }

    /// <summary>Marks the node as failed. Returns why, or null when it was not running any more.</summary>
    internal IpMsgException? Fail(Exception reason)
    {
        lock (_gate)
        {
            if (_state != NodeState.Running)
                return null;
            _state = NodeState.Failed;
            return _failure = new IpMsgException(IpMsgErrorId.ListenerFailed, "The listener has failed: " + reason.Message, _localEndPoint,
                "Stop-IpMsgListener, then Start-IpMsgListener.", reason);
        }
    }

    /// <summary>Ends what is under way and begins the farewell. Null when another thread is at it or has done it; else whether a farewell can be waited for.</summary>
    internal bool? Leave()
    {
        bool hasFailed;
        lock (_gate)
        {
            if (_state is NodeState.Stopped or NodeState.Stopping)
                return null;
            hasFailed = _state == NodeState.Failed;
            _state = NodeState.Stopping;
            try
            {
                _machine.Stop(NodeClock.Now);
            }
            // It may be the machine that failed; its port is to be freed all the same.
            catch (Exception) when (hasFailed)
            {
            }
        }
        DispatchOutputs();
        return !hasFailed;
    }

    /// <summary>The sockets are closed: nothing comes in or goes out any more.</summary>
    internal void End()
    {
        lock (_gate)
            _state = NodeState.Stopped;
        _timer.Dispose();
    }

    /// <summary>Runs something on the caller's thread of the pool, where no other code catches what it throws: that would end the process.</summary>
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
        lock (_gate)
        {
            _timerDueAt = Moment.Never;
            if (_state is NodeState.Running or NodeState.Stopping)
                _machine.Advance(NodeClock.Now);
        }
        DispatchOutputs();
    });

    private void Refuse(Delivery delivery)
    {
        lock (_gate)
            _machine.GiveUp(NodeClock.Now, delivery, DeliveryStatus.Refused, "The network does not take datagrams for " + delivery.To + ".");
    }

    // After every call of the machine: what was decided is done, and the timer is set for what comes next.
    private void DispatchOutputs()
    {
        bool isOurs;
        lock (_gate)
        {
            SetTimer();
            isOurs = _dispatcher.TryAcquire();
        }
        if (isOurs && !_dispatcher.Run(MaxBatches))
        {
            // Datagrams may come faster than they are answered, and the caller has waited long enough.
            ThreadPool.QueueUserWorkItem(_ => Guard(() => _dispatcher.Run()));
        }
    }

    private void SetTimer()
    {
        long next = _machine.NextTimer;
        // A failed node fires no timer, so what is due stays due; firing for it again and again would take a whole processor.
        if (next >= _timerDueAt || _state is NodeState.Failed or NodeState.Stopped)
            return;
        _timerDueAt = next;
        long wait = Math.Max(0, next - NodeClock.Now.Milliseconds);
        _timer.Change(Math.Min(wait, int.MaxValue), Timeout.Infinite);
    }

    private IpMsgException NotRunning() =>
        _failure ?? new IpMsgException(IpMsgErrorId.ListenerStopped, "The listener was stopped.", _localEndPoint, "Start-IpMsgListener starts one.");

    /// <summary>The gate, held until it is disposed.</summary>
    internal readonly ref struct Access(MemberDriver driver, bool settles, bool isAlive = true)
    {
        /// <summary>The member.</summary>
        internal MemberMachine Machine => driver._machine;

        /// <summary>False when the node has ended.</summary>
        internal bool IsAlive => isAlive;

        /// <summary>Lets go of the gate and carries out what was decided.</summary>
        public void Dispose()
        {
            Monitor.Exit(driver._gate);
            if (settles)
                driver.DispatchOutputs();
        }
    }
}
