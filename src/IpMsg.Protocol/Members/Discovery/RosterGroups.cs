using System.Collections.Generic;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// The slots that have something in common, such as an address. A group is bounded, so a search in it takes constant time.
/// </summary>
/// <param name="max">The maximum number of slots in a group.</param>
internal sealed class RosterGroups<TKey>(int max)
    where TKey : notnull
{
    private readonly Dictionary<TKey, List<RosterSlot>> _groups = [];

    /// <summary>The slots of a group; empty when there are none.</summary>
    internal IReadOnlyList<RosterSlot> Of(TKey key) => _groups.TryGetValue(key, out var slots) ? slots : [];

    /// <summary>
    /// The slot that another one in its group would replace: the lowest and least recently used; null while there is room.
    /// </summary>
    internal RosterSlot? Displaced(TKey key)
    {
        if (!_groups.TryGetValue(key, out var slots) || slots.Count < max)
            return null;
        var lowest = slots[0];
        foreach (var slot in slots)
        {
            if ((slot.Tier, slot.LastUse).CompareTo((lowest.Tier, lowest.LastUse)) < 0)
                lowest = slot;
        }
        return lowest;
    }

    internal void Add(TKey key, RosterSlot slot)
    {
        if (!_groups.TryGetValue(key, out var slots))
            _groups[key] = slots = new List<RosterSlot>(1);
        slots.Add(slot);
    }

    internal void Remove(TKey key, RosterSlot slot)
    {
        if (!_groups.TryGetValue(key, out var slots) || !slots.Remove(slot))
            return;
        if (slots.Count == 0)
            _groups.Remove(key);
    }
}
