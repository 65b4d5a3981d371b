using System.Collections.Generic;

namespace IpMsg.Protocol.Members;

/// <summary>
/// The queued outputs of a member: datagrams and events in two queues. An event stores the number of datagrams queued before it, and comes
/// out after them.
/// </summary>
public sealed class MemberOutputs
{
    private readonly Queue<Transmit> _transmits = new();
    private readonly Queue<(MemberEvent Event, long Before)> _events = new();
    private long _decided, _taken;

    internal MemberOutputs()
    {
    }

    /// <summary>The number of queued datagrams and events.</summary>
    public int Count => _transmits.Count + _events.Count;

    internal void Send(in Transmit transmit)
    {
        _decided++;
        _transmits.Enqueue(transmit);
    }

    internal void Raise(MemberEvent raised) => _events.Enqueue((raised, _decided));

    /// <summary>Takes the next datagram to send. False when there is none.</summary>
    public bool TryDequeueTransmit(out Transmit transmit)
    {
        transmit = default;
        if (_transmits.Count == 0)
            return false;
        transmit = _transmits.Dequeue();
        _taken++;
        return true;
    }

    /// <summary>
    /// Takes the next event. False when there is none, or while a datagram that was queued before it is still in the queue.
    /// </summary>
    public bool TryDequeueEvent(out MemberEvent raised)
    {
        raised = null!;
        if (_events.Count == 0 || _events.Peek().Before > _taken)
            return false;
        raised = _events.Dequeue().Event;
        return true;
    }
}
