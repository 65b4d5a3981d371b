using System.Collections.Generic;

namespace IpMsg.Node.Transport;

/// <summary>
/// The places of the file port (R90). Addresses to which open offers went have places of their own, which nobody else can take. All
/// others share <see cref="MaxStrangers"/>. Where places are short, a newcomer takes the one of the oldest connection without a running
/// transfer, of the address that has most of them. A connection with a running transfer is never closed for another one. Thread-safe.
/// </summary>
internal sealed class ConnectionTable
{
    /// <summary>The maximum number of all connections: twice that of running transfers, so there is always one to close.</summary>
    internal const int MaxConnections = 1_024;

    /// <summary>The maximum number of connections without a running transfer from addresses without an open offer.</summary>
    internal const int MaxStrangers = 64;

    /// <summary>The maximum number of connections of one address; of addresses without an open offer, of one IPv6 network.</summary>
    internal const int MaxPerOrigin = 16;

    private readonly object _lock = new();
    private readonly Dictionary<AcceptedConnection, Place> _places = [];
    private readonly Dictionary<(AddressBits, bool), Group> _groups = [];
    private int _strangers;
    private long _arrivals;
    private bool _isClosed;

    /// <summary>The number of connections.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _places.Count;
        }
    }

    /// <summary>Gives a connection a place. False when there is none for it.</summary>
    /// <param name="connection">The new connection.</param>
    /// <param name="evicted">The connection that lost its place, which the caller must close; else null.</param>
    internal bool TryAdd(AcceptedConnection connection, out AcceptedConnection? evicted)
    {
        evicted = null;
        lock (_lock)
        {
            if (_isClosed || !TryMakeRoom(connection, out evicted))
                return false;
            if (!_groups.TryGetValue(connection.Origin, out var group))
                _groups[connection.Origin] = group = new Group();
            var node = group.Waiting.AddLast(connection);
            group.Count++;
            _strangers += connection.IsRecipient ? 0 : 1;
            _places.Add(connection, new Place(group, node, _arrivals++));
            return true;
        }
    }

    /// <summary>Keeps the place of a connection whose transfer begins. False when the connection has lost it already.</summary>
    internal bool TryKeep(AcceptedConnection connection)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(connection, out var place))
                return false;
            EndWait(connection, place);
            return true;
        }
    }

    /// <summary>Frees the place of a connection.</summary>
    internal void Remove(AcceptedConnection connection)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(connection, out var place))
                return;
            EndWait(connection, place);
            _places.Remove(connection);
            if (--place.Group.Count == 0)
                _groups.Remove(connection.Origin);
        }
    }

    /// <summary>Refuses further connections, and returns all that there are.</summary>
    internal IReadOnlyList<AcceptedConnection> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return [.. _places.Keys];
        }
    }

    private bool TryMakeRoom(AcceptedConnection connection, out AcceptedConnection? evicted)
    {
        evicted = null;
        if (_groups.TryGetValue(connection.Origin, out var own) && own.Count >= MaxPerOrigin)
            evicted = own.Waiting.First?.Value;
        else if (!connection.IsRecipient && _strangers >= MaxStrangers)
            evicted = FindOldest(isRecipient: false);
        else if (_places.Count >= MaxConnections)
            evicted = FindOldest(isRecipient: false) ?? (connection.IsRecipient ? FindOldest(isRecipient: true) : null);
        else
            return true;
        if (evicted is null)
            return false;
        Remove(evicted);
        return true;
    }

    private AcceptedConnection? FindOldest(bool isRecipient)
    {
        AcceptedConnection? oldest = null;
        (int Waiting, long Arrival) best = default;
        foreach (var each in _groups)
        {
            if (each.Key.Item2 != isRecipient || each.Value.Waiting.First is not { } first)
                continue;
            (int Waiting, long Arrival) now = (each.Value.Waiting.Count, _places[first.Value].Arrival);
            if (oldest is null || now.Waiting > best.Waiting || now.Waiting == best.Waiting && now.Arrival < best.Arrival)
                (oldest, best) = (first.Value, now);
        }
        return oldest;
    }

    private void EndWait(AcceptedConnection connection, Place place)
    {
        if (place.Node.List is null)
            return;
        place.Group.Waiting.Remove(place.Node);
        _strangers -= connection.IsRecipient ? 0 : 1;
    }

    /// <summary>The connections that are counted together, and the oldest first those without a running transfer.</summary>
    private sealed class Group
    {
        internal int Count { get; set; }

        internal LinkedList<AcceptedConnection> Waiting { get; } = new();
    }

    private sealed record Place(Group Group, LinkedListNode<AcceptedConnection> Node, long Arrival);
}
