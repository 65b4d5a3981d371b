using System.Collections.Generic;

namespace IpMsg.Protocol.Members;

/// <summary>
/// What a member has decided and nobody has taken yet: datagrams apart from events. An event keeps the number of datagrams decided before
/// it, so that it is raised after them without a common queue.
/// </summary>
public sealed class MemberOutputs
{
    private readonly Queue<Transmit> _transmits = new();
    private readonly Queue<(MemberEvent Event, long Before)> _events = new();
    private long _decided, _taken;

    internal MemberOutputs()
    {
    }

    /// <summary>How many there are.</summary>
    public int Count => _transmits.Count + _events.Count;

    internal void Send(in Transmit transmit)
    {
        _decided++;
        _transmits.Enqueue(transmit);
    }

    internal void Raise(MemberEvent raised) => _events.Enqueue((raised, _decided));

    /// <summary>Takes out the next datagram to send. False when there is none.</summary>
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
    /// Takes out the next event. False when there is none, and while datagrams that were decided before it have not been taken out.
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
