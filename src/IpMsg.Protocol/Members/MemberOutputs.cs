using System.Collections.Generic;

namespace IpMsg.Protocol.Members;

/// <summary>
/// What a member has decided and nobody has taken yet: datagrams apart from events. An event keeps the number of datagrams decided before
/// it, so that it is raised after them without a common queue.
/// </summary>
internal sealed class MemberOutputs
{
    private readonly Queue<Transmit> _transmits = new();
    private readonly Queue<(MemberEvent Event, long Before)> _events = new();
    private long _decided, _taken;

    internal int Count => _transmits.Count + _events.Count;

    internal void Send(in Transmit transmit)
    {
        _decided++;
        _transmits.Enqueue(transmit);
    }

    internal void Raise(MemberEvent raised) => _events.Enqueue((raised, _decided));

    internal bool TryDequeueTransmit(out Transmit transmit)
    {
        transmit = default;
        if (_transmits.Count == 0)
            return false;
        transmit = _transmits.Dequeue();
        _taken++;
        return true;
    }

    internal bool TryDequeueEvent(out MemberEvent raised)
    {
        raised = null!;
        if (_events.Count == 0 || _events.Peek().Before > _taken)
            return false;
        raised = _events.Dequeue().Event;
        return true;
    }
}
