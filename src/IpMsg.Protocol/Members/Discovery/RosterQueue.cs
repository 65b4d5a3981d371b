using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The places of one tier, the least recently used first. Every operation takes constant time.</summary>
internal sealed class RosterQueue
{
    private RosterPlace? _last;

    internal int Count { get; private set; }

    /// <summary>The least recently used place; null when the queue is empty.</summary>
    internal RosterPlace? First { get; private set; }

    /// <summary>The places, the most recently used first.</summary>
    internal IEnumerable<RosterPlace> LatestFirst
    {
        get
        {
            for (var place = _last; place is not null; place = place.Earlier)
                yield return place;
        }
    }

    internal void Add(RosterPlace place)
    {
        place.Earlier = _last;
        place.Later = null;
        if (_last is null)
            First = place;
        else
            _last.Later = place;
        _last = place;
        Count++;
    }

    internal void Remove(RosterPlace place)
    {
        if (place.Earlier is null)
            First = place.Later;
        else
            place.Earlier.Later = place.Later;
        if (place.Later is null)
            _last = place.Earlier;
        else
            place.Later.Earlier = place.Earlier;
        place.Earlier = place.Later = null;
        Count--;
    }
}
