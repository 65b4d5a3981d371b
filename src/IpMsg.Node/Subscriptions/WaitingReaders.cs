using IpMsg.Node.Interop;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// Tells the owner of a lock when the threads that wait under it are to be woken. In a burst they are not woken for every item but look
/// once a millisecond, or as often as the system can: to wake a thread costs more than to hand over an item. All members are called under
/// the lock.
/// </summary>
internal sealed class WaitingReaders
{
    private const int PollMs = 1;

    private readonly BurstDetector _burst = new();
    private int _blocked, _waiting;

    /// <summary>True while a thread waits.</summary>
    internal bool IsAny => _waiting > 0;

    /// <summary>Something has come. True when waiting threads are to be woken: all, for a single one may just be giving up.</summary>
    internal bool Count()
    {
        _burst.Count(NodeClock.Milliseconds);
        return _blocked > 0;
    }

    /// <summary>A thread is about to wait for that long at most. Returns after how many milliseconds it looks again.</summary>
    internal int Enter(int maxMs, out bool polls)
    {
        _waiting++;
        // A thread that polls is not counted as blocked: nothing has to wake it.
        polls = _burst.IsOn(NodeClock.Milliseconds);
        if (!polls)
            _blocked++;
        return polls ? PollMs : maxMs;
    }

    /// <summary>The thread waits no longer.</summary>
    internal void Leave(bool polls)
    {
        _waiting--;
        if (!polls)
            _blocked--;
    }
}
