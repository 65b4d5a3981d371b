using System;

namespace IpMsg.Benchmarks.Master;

/// <summary>
/// What the calls of a master's state machine cost. A garbage collection within a call looks at the heap of all members of the
/// simulation, so the time of such a call is left out.
/// </summary>
internal sealed class MasterCost
{
    private long _startedAt;
    private long _allocatedBefore;
    private int _collections;

    /// <summary>The processor time of the state machine, in nanoseconds.</summary>
    internal long Machine { get; private set; }

    /// <summary>The processor time of its signatures, made and checked, in nanoseconds.</summary>
    internal long Signatures { get; private set; }

    /// <summary>The number of calls, and of those without a time.</summary>
    internal long Calls { get; private set; }

    internal long LeftOut { get; private set; }

    /// <summary>The bytes that the calls and signatures have allocated.</summary>
    internal long Allocated { get; private set; }

    internal void Begin()
    {
        _allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        _collections = GC.CollectionCount(0);
        _startedAt = ThreadClock.Now;
    }

    internal void End(bool isSignature = false)
    {
        long time = ThreadClock.Now - _startedAt;
        Allocated += GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore;
        Calls++;
        if (GC.CollectionCount(0) != _collections)
            LeftOut++;
        else if (isSignature)
            Signatures += time;
        else
            Machine += time;
    }

    internal void Clear() => (Machine, Signatures, Calls, LeftOut, Allocated) = (0, 0, 0, 0, 0);
}
