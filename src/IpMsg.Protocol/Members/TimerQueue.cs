using System.Collections.Generic;

namespace IpMsg.Protocol.Members;

/// <summary>All alarms of a member in a heap by time; those of one millisecond ring in the order in which they were set.</summary>
internal sealed class TimerQueue
{
    private readonly List<(long Due, long Order, ProtocolTimer Alarm)> _heap = [];
    private long _order;

    /// <summary>When the next alarm rings; <see cref="Moment.Never"/> when none is set. May be early, never late.</summary>
    internal long Next => _heap.Count == 0 ? Moment.Never : _heap[0].Due;

    internal void Set(ProtocolTimer timer, long due)
    {
        timer.DueAt = due;
        if (due == Moment.Never)
            return;
        _heap.Add((due, _order++, timer));
        int child = _heap.Count - 1;
        while (child > 0 && IsBefore(child, (child - 1) / 2))
        {
            Swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    /// <summary>Silences an alarm; its place in the heap is cleared when its old time comes.</summary>
    internal static void Clear(ProtocolTimer timer) => timer.DueAt = Moment.Never;

    /// <summary>Rings everything that is due.</summary>
    internal void Advance(long now)
    {
        while (_heap.Count > 0 && _heap[0].Due <= now)
        {
            var (due, _, timer) = _heap[0];
            RemoveFirst();
            // A place left over from an earlier setting does not count.
            if (timer.DueAt != due)
                continue;
            timer.DueAt = Moment.Never;
            timer.OnExpired();
        }
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
