using System.Threading;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Subscriptions;

/// <summary>
/// The threads that wait for something under a lock. In a burst they are not woken for every item but look once a millisecond, or as often
/// as the system can: to wake a thread costs more than to hand over an item. All members are called under the lock.
/// </summary>
/// <param name="gate">The lock.</param>
internal sealed class WaitingReaders(object gate)
{
    private const int PollMs = 1;

    private readonly BurstDetector _burst = new();
    private int _blocked, _waiting;

    /// <summary>True while a thread waits.</summary>
    internal bool IsAny => _waiting > 0;

    /// <summary>Something has come.</summary>
    internal void Wake()
    {
        _burst.Count(NodeClock.Milliseconds);
        // All, for a single one may just be giving up and would take the call with it.
        if (_blocked > 0)
            Monitor.PulseAll(gate);
    }

    /// <summary>Wakes all, whatever has come.</summary>
    internal void WakeAll() => Monitor.PulseAll(gate);

    /// <summary>Waits until something may have come, that many milliseconds at most. False when the time was up.</summary>
    internal bool Wait(int maxMs)
    {
        _waiting++;
        // A nap: not counted as a sleeper, so that nothing has to wake it.
        bool polls = _burst.IsOn(NodeClock.Milliseconds);
        if (!polls)
            _blocked++;
        try
        {
            return Monitor.Wait(gate, polls ? PollMs : maxMs);
        }
        finally
        {
            _waiting--;
            if (!polls)
                _blocked--;
        }
    }
}
