namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Detects bursts of items. In a burst, a thread that polls once a millisecond costs less than a wake-up for every item.
/// </summary>
internal sealed class BurstDetector
{
    // Items a millisecond. Below this rate a reader should receive every item at once.
    private const int MinPerMs = 16;

    private long _millisecond;
    private int _current;
    private int _previous;

    /// <summary>Counts an item that arrives at that millisecond.</summary>
    internal void Count(long millisecond)
    {
        if (millisecond != _millisecond)
        {
            _previous = millisecond == _millisecond + 1 ? _current : 0;
            _current = 0;
            _millisecond = millisecond;
        }
        _current++;
    }

    /// <summary>True in a burst: enough items in the current millisecond or the previous one.</summary>
    internal bool IsOn(long millisecond) => (millisecond - _millisecond) switch
    {
        0 => _current >= MinPerMs || _previous >= MinPerMs,
        1 => _current >= MinPerMs,
        _ => false,
    };
}
