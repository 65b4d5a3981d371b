using IpMsg.Node.Interop;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Tells the owner of a lock when to wake the threads that wait on it. In a burst they poll once a millisecond, or as often as the system
/// can: a wake-up costs more than passing an item. Call all members under the lock.
/// </summary>
internal sealed class WaitingReaders
{
    private const int PollMs = 1;

    private readonly BurstDetector _burst = new();
    private int _blocked, _waiting;

    /// <summary>True while a thread waits.</summary>
    internal bool IsAny => _waiting > 0;

    /// <summary>Counts an item. True when the owner must wake all waiting threads; a single one may just reach its timeout.</summary>
    internal bool Count()
    {
        _burst.Count(NodeClock.Milliseconds);
        return _blocked > 0;
    }

    /// <summary>Call it before a thread waits for at most <paramref name="maxMs"/>. Returns the time of the wait in ms.</summary>
    internal int Enter(int maxMs, out bool polls)
    {
        _waiting++;
        // A polling thread needs no wake-up, so it does not count as blocked.
        polls = _burst.IsOn(NodeClock.Milliseconds);
        if (!polls)
            _blocked++;
        return polls ? PollMs : maxMs;
    }

    /// <summary>Call it after the wait.</summary>
    internal void Leave(bool polls)
    {
        _waiting--;
        if (!polls)
            _blocked--;
    }
}
