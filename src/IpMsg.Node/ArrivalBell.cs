using System.Threading;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>
/// When to wake those who wait for messages: at once when it was quiet, and at most once a millisecond when messages pour in. Waking a
/// thread costs more than receiving a message, and whoever is woken takes all there are.
/// </summary>
internal sealed class ArrivalBell
{
    private const int IntervalMs = 1;

    private IncomingMessage? _last;
    private long _rungAt = -IntervalMs;
    private long _dueAt = Moment.Never;

    /// <summary>When it wants to ring, in monotonic milliseconds; <see cref="Moment.Never"/> when nobody is to be woken.</summary>
    internal long DueAt => Volatile.Read(ref _dueAt);

    /// <summary>A message is in the inbox; told by one thread at a time. True to ring now; false when that is to be put off.</summary>
    internal bool Note(IncomingMessage message, long now)
    {
        if (now - _rungAt >= IntervalMs)
        {
            _rungAt = now;
            return true;
        }
        _last = message;
        return false;
    }

    /// <summary>Under the gate: it is to ring a little later.</summary>
    internal void PutOff(long now) => Volatile.Write(ref _dueAt, now + IntervalMs);

    /// <summary>Under the gate: the message to ring for when it is time, or null.</summary>
    internal IncomingMessage? TakeDue(long now)
    {
        if (now < _dueAt)
            return null;
        Volatile.Write(ref _dueAt, Moment.Never);
        return _last;
    }
}
