using System;
using System.Buffers;
using System.Collections.Generic;
using System.Net.Sockets;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <summary>
/// Carries out a member's actions in the order in which they were decided, though any thread may have fed the member. Whoever comes first
/// carries, and the others leave it to him; so nobody waits under the gate and nothing overtakes.
/// </summary>
internal sealed class ActionDispatcher
{
    private const int BatchSize = 64;

    private readonly object _gate;
    private readonly Queue<MemberAction> _actions;
    private readonly IDatagramTransport _transport;
    private readonly Action<MemberAction> _report;
    private readonly MemberAction[] _batch = new MemberAction[BatchSize];
    private int _count;

    /// <param name="gate">The lock under which the member is fed.</param>
    /// <param name="actions">The member's actions.</param>
    /// <param name="transport">Where datagrams go out.</param>
    /// <param name="report">Told of every action that is not a datagram, and of datagrams of deliveries that the system refused.</param>
    internal ActionDispatcher(object gate, Queue<MemberAction> actions, IDatagramTransport transport, Action<MemberAction> report)
    {
        _gate = gate;
        _actions = actions;
        _transport = transport;
        _report = report;
    }

    /// <summary>Under the gate: true when something is to be done and nobody is at it. Then the caller, outside the gate, has to <see cref="CarryOut"/>.</summary>
    internal bool TryClaim() => _count == 0 && TakeBatch();

    /// <summary>
    /// Does all there is, also what is decided meanwhile. False when so many batches were not enough: nobody else can claim then, and
    /// the caller has to see to it that somebody goes on.
    /// </summary>
    internal bool CarryOut(int mostBatches = int.MaxValue)
    {
        for (int batches = 0; batches < mostBatches; batches++)
        {
            for (int i = 0; i < _count; i++)
            {
                Do(_batch[i]);
                _batch[i] = default;
            }
            lock (_gate)
            {
                if (!TakeBatch())
                    return true;
            }
        }
        return false;
    }

    // The count stays above zero until all is done: that is the claim.
    private bool TakeBatch()
    {
        _count = 0;
        while (_count < BatchSize && _actions.Count > 0)
            _batch[_count++] = _actions.Dequeue();
        return _count > 0;
    }

    private void Do(in MemberAction action)
    {
        if (action.Kind != MemberActionKind.Send)
        {
            _report(action);
            return;
        }
        var result = _transport.Send(action.Bytes!, action.Count, action.To!);
        if (action.IsPooled)
            ArrayPool<byte>.Shared.Return(action.Bytes!);
        // What is lost on the way out is like what is lost on the wire: repeated. Only a plain no is worth a word.
        if (action.Subject is Delivery && IsFinal(result))
            _report(action);
    }

    private static bool IsFinal(SocketError result) => result is SocketError.MessageSize or SocketError.AccessDenied
        or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.HostUnreachable
        or SocketError.InvalidArgument;
}
