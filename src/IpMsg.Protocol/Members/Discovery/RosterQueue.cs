using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The slots of one tier, the least recently used first. Every operation takes constant time.</summary>
internal sealed class RosterQueue
{
    private RosterSlot? _last;

    internal int Count { get; private set; }

    /// <summary>The least recently used slot; null when the queue is empty.</summary>
    internal RosterSlot? First { get; private set; }

    /// <summary>The slots, the most recently used first.</summary>
    internal IEnumerable<RosterSlot> LatestFirst
    {
        get
        {
            for (var slot = _last; slot is not null; slot = slot.Earlier)
                yield return slot;
        }
    }

    internal void Add(RosterSlot slot)
    {
        slot.Earlier = _last;
        slot.Later = null;
        if (_last is null)
            First = slot;
        else
            _last.Later = slot;
        _last = slot;
        Count++;
    }

    internal void Remove(RosterSlot slot)
    {
        if (slot.Earlier is null)
            First = slot.Later;
        else
            slot.Earlier.Later = slot.Later;
        if (slot.Later is null)
            _last = slot.Earlier;
        else
            slot.Later.Earlier = slot.Earlier;
        slot.Earlier = slot.Later = null;
        Count--;
    }
}
