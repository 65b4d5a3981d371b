using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Members;

/// <summary>
/// The timers of a member in a heap, ordered by due time; timers with the same due time fire in the order of their setting.
/// </summary>
internal sealed class TimerQueue
{
    // A cleared timer may have been due in a month, as that of an offer, and holds everything that it was about.
    private const int MinToCompact = 64;

    private readonly List<(long Due, long Order, ProtocolTimer Timer)> _heap = [];
    private long _order;
    private int _compactAt = MinToCompact;

    /// <summary>The number of entries, with those of cleared timers that have not left yet.</summary>
    internal int Count => _heap.Count;

    /// <summary>The next due time; <see cref="Moment.Never"/> without a timer. It may be the time of a cleared timer.</summary>
    internal long Next => _heap.Count == 0 ? Moment.Never : _heap[0].Due;

    internal void Set(ProtocolTimer timer, long due)
    {
        timer.DueAt = due;
        if (due == Moment.Never)
            return;
        if (_heap.Count >= _compactAt)
            Compact();
        _heap.Add((due, _order++, timer));
        int child = _heap.Count - 1;
        while (child > 0 && IsBefore(child, (child - 1) / 2))
        {
            Swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    /// <summary>Clears a timer. Its entry leaves the heap at the former due time, or earlier when the heap has doubled.</summary>
    internal static void Clear(ProtocolTimer timer) => timer.DueAt = Moment.Never;

    /// <summary>Fires all due timers.</summary>
    internal void Advance(long now)
    {
        while (_heap.Count > 0 && _heap[0].Due <= now)
        {
            var (due, _, timer) = _heap[0];
            RemoveFirst();
            // The entry belongs to an earlier setting of the timer.
            if (timer.DueAt != due)
                continue;
            timer.DueAt = Moment.Never;
            timer.OnExpired();
        }
    }

    // A sorted list is a heap.
    private void Compact()
    {
        _heap.RemoveAll(static each => each.Timer.DueAt != each.Due);
        _heap.Sort(static (left, right) => (left.Due, left.Order).CompareTo((right.Due, right.Order)));
        _compactAt = Math.Max(MinToCompact, 2 * _heap.Count);
    }

    private void RemoveFirst()
    {
        int last = _heap.Count - 1;
        Swap(0, last);
        _heap.RemoveAt(last);
        int parent = 0;
        while (true)
        {
            int least = parent;
            for (int child = 2 * parent + 1; child <= 2 * parent + 2 && child < _heap.Count; child++)
            {
                if (IsBefore(child, least))
                    least = child;
            }
            if (least == parent)
                return;
            Swap(parent, least);
            parent = least;
        }
    }

    private bool IsBefore(int left, int right) =>
        (_heap[left].Due, _heap[left].Order).CompareTo((_heap[right].Due, _heap[right].Order)) < 0;

    private void Swap(int left, int right) => (_heap[left], _heap[right]) = (_heap[right], _heap[left]);
}
