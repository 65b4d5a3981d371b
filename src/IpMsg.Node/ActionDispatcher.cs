using System;
using System.Buffers;
using System.Net.Sockets;
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

    private readonly object _gate;
    private readonly MemberMachine _machine;
    private readonly IDatagramTransport _transport;
    private readonly Action<MemberEvent> _onEvent;
    private readonly Action<Delivery> _onRefused;
    private readonly Transmit[] _transmits = new Transmit[BatchSize];
    private readonly MemberEvent?[] _events = new MemberEvent?[BatchSize];
    private int _transmitCount, _eventCount;

    /// <param name="gate">The lock under which the member is fed.</param>
    /// <param name="machine">The member.</param>
    /// <param name="transport">Where datagrams go out.</param>
    /// <param name="onEvent">Told of every event.</param>
    /// <param name="onRefused">Told of deliveries whose datagrams the system does not take.</param>
    internal ActionDispatcher(object gate, MemberMachine machine, IDatagramTransport transport, Action<MemberEvent> onEvent, Action<Delivery> onRefused)
    {
        _gate = gate;
        _machine = machine;
        _transport = transport;
        _onEvent = onEvent;
        _onRefused = onRefused;
    }

    /// <summary>Under the gate: true when something is to be done and no thread is at it. Then the caller, outside the gate, has to <see cref="Run"/>.</summary>
    internal bool TryAcquire() => _transmitCount + _eventCount == 0 && TakeBatch();

    /// <summary>
    /// Does all there is, also what is decided meanwhile. False when so many batches were not enough: no other thread can claim then, and
    /// the caller has to see to it that one goes on.
    /// </summary>
    internal bool Run(int maxBatches = int.MaxValue)
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
        or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.HostUnreachable
        or SocketError.InvalidArgument;
}
