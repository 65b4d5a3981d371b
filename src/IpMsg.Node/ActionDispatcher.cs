using System;
using System.Buffers;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <summary>
/// Sends a member's datagrams and raises its events in the order in which they were decided, though any thread may have fed the member. One
/// thread at a time does so, and the others leave it to that one; so nothing waits under the gate and nothing overtakes.
/// </summary>
internal sealed class ActionDispatcher
{
    private const int BatchSize = 64;

    // More than any request but the greatest leads to; a thread that carries out more does it for others.
    private const int MaxBatches = 16;

    private readonly object _gate;
    private readonly MemberMachine _machine;
    private readonly IDatagramTransport _transport;
    private readonly Action<MemberEvent> _onEvent;
    private readonly Action<Delivery> _onRefused;
    private readonly Action<Exception> _onFault;
    private readonly Transmit[] _transmits = new Transmit[BatchSize];
    private readonly MemberEvent?[] _events = new MemberEvent?[BatchSize];
    private int _transmitCount, _eventCount;

    /// <param name="gate">The lock under which the member is fed.</param>
    /// <param name="machine">The member.</param>
    /// <param name="transport">Where datagrams go out.</param>
    /// <param name="onEvent">Told of every event.</param>
    /// <param name="onRefused">Told of deliveries whose datagrams the system does not take.</param>
    /// <param name="onFault">Told of what is thrown on the pool's threads; must not throw.</param>
    internal ActionDispatcher(
        object gate, MemberMachine machine, IDatagramTransport transport,
        Action<MemberEvent> onEvent, Action<Delivery> onRefused, Action<Exception> onFault)
    {
        _gate = gate;
        _machine = machine;
        _transport = transport;
        _onEvent = onEvent;
        _onRefused = onRefused;
        _onFault = onFault;
    }

    /// <summary>
    /// Under the gate: true when there is something to do and no thread does it. Then the caller runs it outside the gate.
    /// </summary>
    internal bool TryAcquire() => _transmitCount + _eventCount == 0 && TakeBatch();

    /// <summary>Does all there is, also what is decided meanwhile.</summary>
    internal void Run() => Run(int.MaxValue);

    // False when so many batches were not enough: no other thread can acquire it then, and one has to go on.
    private bool Run(int maxBatches)
    {
        for (int batches = 0; batches < maxBatches; batches++)
        {
            for (int i = 0; i < _transmitCount; i++)
                Send(_transmits[i]);
            for (int i = 0; i < _eventCount; i++)
            {
                _onEvent(_events[i]!);
                _events[i] = null;
            }
            Array.Clear(_transmits, 0, _transmitCount);
            lock (_gate)
            {
                if (!TakeBatch())
                    return true;
            }
        }
        return false;
    }

    // Datagrams first, then the events that they do not keep waiting: an event never goes before a datagram that was decided before it.
    // The counts stay above zero until all is done: that is the claim.
    private bool TakeBatch()
    {
        _transmitCount = _eventCount = 0;
        while (_transmitCount < BatchSize && _machine.Outputs.TryDequeueTransmit(out _transmits[_transmitCount]))
            _transmitCount++;
        while (_eventCount < BatchSize && _machine.Outputs.TryDequeueEvent(out var raised))
            _events[_eventCount++] = raised;
        return _transmitCount + _eventCount > 0;
    }

    private void Send(in Transmit transmit)
    {
        var result = _transport.Send(transmit.Buffer, transmit.Length, transmit.To);
        if (transmit.IsPooled)
            ArrayPool<byte>.Shared.Return(transmit.Buffer);
        // What is lost on the way out is like what is lost on the wire: repeated. Only a plain no is worth a word.
        if (transmit.Delivery is { } delivery && IsFinal(result))
            _onRefused(delivery);
    }

    private static bool IsFinal(SocketError result) => result is SocketError.MessageSize or SocketError.AccessDenied
        or SocketError.NetworkUnreachable or SocketError.HostUnreachable
        or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported
        or SocketError.InvalidArgument;

    // Datagrams may come faster than they are answered, and a caller that is not a network loop goes on with its own work.
    private void RunForCaller()
    {
        if (Run(MaxBatches))
            return;
        ThreadPool.QueueUserWorkItem(_ =>
        {
            try
            {
                Run();
            }
            catch (Exception reason)
            {
                _onFault(reason);
            }
        });
    }

    /// <summary>The gate, held until it is disposed.</summary>
    /// <param name="driver">Owns the gate.</param>
    /// <param name="dispatcher">Carries out what is decided meanwhile.</param>
    /// <param name="settles">False when nothing can be decided.</param>
    /// <param name="isAlive">False when the node has ended.</param>
    internal readonly ref struct Access(MemberDriver driver, ActionDispatcher dispatcher, bool settles, bool isAlive = true)
    {
        /// <summary>The member.</summary>
        internal MemberMachine Machine => dispatcher._machine;

        /// <summary>False when the node has ended.</summary>
        internal bool IsAlive => isAlive;

        /// <summary>Lets go of the gate and carries out what was decided.</summary>
        public void Dispose()
        {
            bool isOurs;
            try
            {
                isOurs = settles && driver.Settle();
            }
            finally
            {
                Monitor.Exit(dispatcher._gate);
            }
            if (isOurs)
                dispatcher.RunForCaller();
        }
    }
}
