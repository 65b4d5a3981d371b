using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>The list of a master: the members of all segments, each segment with a share that others cannot take (R130).</summary>
internal sealed class MasterList(MasterTimes times)
{
    /// <summary>The maximum number of members.</summary>
    internal const int Capacity = 16_384;

    /// <summary>The maximum number of members of one segment.</summary>
    internal const int MaxInSegment = 4_096;

    private readonly Dictionary<NameKey, ListedHost> _byName = [];
    private readonly Dictionary<IPEndPoint, ListedHost> _byEndPoint = [];
    private readonly Dictionary<Segment, LinkedList<ListedHost>> _segments = [];
    private readonly Dictionary<NameKey, HostListEntry> _changes = [];

    /// <summary>All members.</summary>
    internal IReadOnlyCollection<ListedHost> All => _byName.Values;

    /// <summary>The number of members.</summary>
    internal int Count => _byName.Count;

    /// <summary>The number of members of a segment.</summary>
    internal int CountIn(Segment segment) => _segments.TryGetValue(segment, out var members) ? members.Count : 0;

    /// <summary>The member at an endpoint; null when it is unknown.</summary>
    internal ListedHost? At(IPEndPoint endPoint) => _byEndPoint.TryGetValue(endPoint, out var host) ? host : null;

    /// <summary>The member with these names; null when it is unknown.</summary>
    internal ListedHost? Find(NameKey names) => _byName.TryGetValue(names, out var host) ? host : null;

    /// <summary>
    /// A segment reports a member. False when the member belongs to another segment, and when the segment has used its share.
    /// </summary>
    /// <param name="entry">The member, whose address is in the segment.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="now">The time in monotonic milliseconds.</param>
    /// <param name="isProved">True when the member's key shows that it has moved here.</param>
    internal bool Report(HostListEntry entry, Segment segment, long now, bool isProved = false)
    {
        var key = new NameKey(entry.User, entry.Host);
        if (_byName.TryGetValue(key, out var known) && !known.Segment.Equals(segment))
        {
            // A name in two segments is a forgery in one of them. The first one keeps it while its member is there.
            bool isThere = now - known.SeenAt < times.ProbeMs && !IsWithin(known, segment);
            if (isThere && !isProved)
                return false;
            Remove(known);
            known = null;
        }
        if (known is null && !MakeRoom(segment))
            return false;
        if (At(entry.EndPoint) is { } there && !ReferenceEquals(there, known))
            Remove(there);
        if (known is null)
            Add(key, new ListedHost(entry, segment, now));
        else
            Update(key, known, entry, now);
        return true;
    }

    /// <summary>A member has answered, or is known otherwise to be there.</summary>
    internal static void OnSeen(ListedHost host, long now)
    {
        host.SeenAt = now;
        host.IsProbed = false;
        var members = host.Node!.List!;
        members.Remove(host.Node);
        members.AddLast(host.Node);
    }

    /// <summary>Removes a member.</summary>
    internal void Remove(ListedHost host)
    {
        var key = new NameKey(host.Entry.User, host.Entry.Host);
        _byName.Remove(key);
        _byEndPoint.Remove(host.Entry.EndPoint);
        var members = host.Node!.List!;
        members.Remove(host.Node);
        if (members.Count == 0)
            _segments.Remove(host.Segment);
        _changes[key] = host.Entry with { IsGone = true };
    }

    /// <summary>The members that were not seen for so long.</summary>
    internal IReadOnlyList<ListedHost> Silent(long now, long silenceMs)
    {
        var silent = new List<ListedHost>();
        foreach (var members in _segments.Values)
        {
            for (var node = members.First; node is not null && now - node.Value.SeenAt >= silenceMs; node = node.Next)
                silent.Add(node.Value);
        }
        return silent;
    }

    /// <summary>Takes the members that have changed since the last call.</summary>
    internal IReadOnlyList<HostListEntry> TakeChanges()
    {
        if (_changes.Count == 0)
            return [];
        var changes = new List<HostListEntry>(_changes.Values);
        _changes.Clear();
        return changes;
    }

    // A wider segment has reported it, which somebody may have invented to own the names of others.
    private static bool IsWithin(ListedHost known, Segment segment) =>
        segment.Prefix > known.Segment.Prefix && segment.Contains(known.Entry.EndPoint.Address);

    // A full list takes from the largest segment, as long as it is larger than that of the newcomer.
    private bool MakeRoom(Segment segment)
    {
        int count = CountIn(segment);
        if (count >= MaxInSegment)
            return false;
        if (_byName.Count < Capacity)
            return true;
        LinkedList<ListedHost>? largest = null;
        foreach (var members in _segments.Values)
        {
            if (largest is null || members.Count > largest.Count)
                largest = members;
        }
        if (largest!.Count <= count + 1)
            return false;
        Remove(largest.First!.Value);
        return true;
    }

    private void Add(NameKey key, ListedHost host)
    {
        if (!_segments.TryGetValue(host.Segment, out var members))
            _segments[host.Segment] = members = [];
        host.Node = members.AddLast(host);
        _byName[key] = host;
        _byEndPoint[host.Entry.EndPoint] = host;
        _changes[key] = host.Entry;
    }

    private void Update(NameKey key, ListedHost known, HostListEntry entry, long now)
    {
        OnSeen(known, now);
        if (known.Entry == entry)
            return;
        _byEndPoint.Remove(known.Entry.EndPoint);
        known.Entry = entry;
        _byEndPoint[entry.EndPoint] = known;
        _changes[key] = entry;
    }
}
