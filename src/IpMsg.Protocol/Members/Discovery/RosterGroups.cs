using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// The places that have something in common, such as an address. A group is bounded, so a search in it takes constant time.
/// </summary>
/// <param name="max">The maximum number of places in a group.</param>
internal sealed class RosterGroups<TKey>(int max)
    where TKey : notnull
{
    private readonly Dictionary<TKey, List<RosterPlace>> _groups = [];

    /// <summary>The places of a group; empty when there are none.</summary>
    internal IReadOnlyList<RosterPlace> Of(TKey key) => _groups.TryGetValue(key, out var places) ? places : [];

    /// <summary>
    /// The place that another one in its group would replace: the lowest and least recently used; null while there is room.
    /// </summary>
    internal RosterPlace? Displaced(TKey key)
    {
        if (!_groups.TryGetValue(key, out var places) || places.Count < max)
            return null;
        var lowest = places[0];
        foreach (var place in places)
        {
            if ((place.Tier, place.LastUse).CompareTo((lowest.Tier, lowest.LastUse)) < 0)
                lowest = place;
        }
        return lowest;
    }

    internal void Add(TKey key, RosterPlace place)
    {
        if (!_groups.TryGetValue(key, out var places))
            _groups[key] = places = new List<RosterPlace>(1);
        places.Add(place);
    }

    internal void Remove(TKey key, RosterPlace place)
    {
        if (!_groups.TryGetValue(key, out var places) || !places.Remove(place))
            return;
        if (places.Count == 0)
            _groups.Remove(key);
    }
}
