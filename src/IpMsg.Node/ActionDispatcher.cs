using System;
using System.Buffers;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <summary>
/// Sends a member's datagrams and raises its events in the order of the member's outputs, whichever thread called the member. One thread
/// at a time does this work for all, outside the gate, which keeps the order and keeps the gate free during sends.
/// </summary>
internal sealed class ActionDispatcher
{
    private const int BatchSize = 64;

    // Nearly every request needs fewer batches. More come from other threads, and a thread of the pool takes over.
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

    /// <param name="gate">The lock of the member.</param>
    /// <param name="machine">The member.</param>
    /// <param name="transport">Sends the datagrams.</param>
    /// <param name="onEvent">Receives every event.</param>
    /// <param name="onRefused">Receives every delivery whose datagram the system refuses.</param>
    /// <param name="onFault">Receives exceptions on threads of the pool; must not throw.</param>
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
    /// Call it under the gate. True when there are outputs and no thread carries them out; the caller then calls <see cref="Run()"/>
    /// outside the gate.
    /// </summary>
    internal bool TryAcquire() => _transmitCount + _eventCount == 0 && TakeBatch();

    /// <summary>Carries out all outputs, including those that the member adds meanwhile.</summary>
    internal void Run() => Run(int.MaxValue);

    // False after that many batches with outputs left. The dispatcher stays acquired, so the caller must have another thread continue.
    private bool Run(int maxBatches)
    {
        for (int batches = 0; batches < maxBatches; batches++)
        {
            SendAll();
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

    // Datagrams first: an event never precedes a datagram that the member queued before it. TryAcquire returns false while the counts are
    // above zero.
    private bool TakeBatch()
    {
        _transmitCount = _eventCount = 0;
        while (_transmitCount < BatchSize && _machine.Outputs.TryDequeueTransmit(out _transmits[_transmitCount]))
            _transmitCount++;
        while (_eventCount < BatchSize && _machine.Outputs.TryDequeueEvent(out var raised))
            _events[_eventCount++] = raised;
        return _transmitCount + _eventCount > 0;
    }

    private void SendAll()
    {
        for (int i = 0; i < _transmitCount; i++)
        {
            int sent = _transmitCount - i == 1 ? 0 : _transport.Send(_transmits.AsSpan(i, _transmitCount - i));
            for (; sent > 0; sent--)
                Return(_transmits[i++]);
            if (i < _transmitCount)
                Send(_transmits[i]);
        }
    }

    private static void Return(in Transmit transmit)
    {
        if (transmit.IsPooled)
            ArrayPool<byte>.Shared.Return(transmit.Buffer);
    }

    private void Send(in Transmit transmit)
    {
        var result = _transport.Send(transmit.Buffer, transmit.Length, transmit.To);
        Return(transmit);
        // The outbox retransmits after a temporary send error, as after a loss on the network. Only a final error ends the delivery.
        if (transmit.Delivery is { } delivery && IsFinal(result))
            _onRefused(delivery);
    }

    private static bool IsFinal(SocketError result) => result is SocketError.MessageSize or SocketError.AccessDenied
        or SocketError.NetworkUnreachable or SocketError.HostUnreachable
        or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported
        or SocketError.InvalidArgument;

    // Datagrams may arrive faster than one thread carries out the replies, so a caller outside the receive loops hands the rest over.
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
            catch (Exception exception)
            {
                _onFault(exception);
            }
        });
    }

    /// <summary>Holds the gate until disposal.</summary>
    /// <param name="driver">Owns the gate.</param>
    /// <param name="dispatcher">Carries out the outputs on disposal.</param>
    /// <param name="settles">False when the calls of the machine add no outputs.</param>
    /// <param name="isAlive">False when the node has ended.</param>
    internal readonly ref struct Access(MemberDriver driver, ActionDispatcher dispatcher, bool settles, bool isAlive = true)
    {
        /// <summary>The member.</summary>
        internal MemberMachine Machine => dispatcher._machine;

        /// <summary>False when the node has ended.</summary>
        internal bool IsAlive => isAlive;

        /// <summary>Releases the gate and carries out the outputs.</summary>
        public void Dispose()
        {
            bool isAcquired;
            try
            {
                isAcquired = settles && driver.Settle();
            }
            finally
            {
                Monitor.Exit(dispatcher._gate);
            }
            if (isAcquired)
                dispatcher.RunForCaller();
        }
    }
}
