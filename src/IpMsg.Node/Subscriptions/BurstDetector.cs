namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Tells when so much comes in that waking a thread for each would cost more than the thing itself: a thread that looks by itself once a
/// millisecond is cheaper then, and sees everything all the same.
/// </summary>
internal sealed class BurstDetector
{
    // Fewer come one by one, as in a conversation, and each should be seen at once.
    private const int Many = 16;

    private long _millisecond;
    private int _now;
    private int _before;

    /// <summary>Something came at that millisecond.</summary>
    internal void Count(long millisecond)
    {
        if (millisecond != _millisecond)
        {
            _before = millisecond == _millisecond + 1 ? _now : 0;
            _now = 0;
            _millisecond = millisecond;
        }
        _now++;
    }

    /// <summary>True while many came in the current millisecond or the last one.</summary>
    internal bool IsOn(long millisecond) => (millisecond - _millisecond) switch
    {
        0 => _now >= Many || _before >= Many,
        1 => _now >= Many,
        _ => false,
    };
}
