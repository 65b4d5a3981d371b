using System;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Storage;

/// <summary>
/// Packet numbers drawn in advance during a burst, because each access to the shared files costs more than the rest of a confirmation.
/// A block of one number is the normal case: other processes of the user then draw numbers that rise in the order of the draws.
/// </summary>
internal sealed class NumberBlock
{
    /// <summary>The numbers of a block during a burst.</summary>
    internal const int MaxNumbers = 64;

    /// <summary>The draws of a period that are not yet a burst.</summary>
    internal const int NormalDraws = 16;

    /// <summary>The time for which a block is used, and over which draws are counted.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    // A read of the file for every number takes a sixth of the time of a received message.
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromMilliseconds(1);

    private readonly long[] _numbers = new long[MaxNumbers];
    private TimeSpan _drawn, _checked, _counted;
    private int _next, _count, _draws;

    /// <summary>The last number of the block; -1 before the first.</summary>
    internal long End { get; private set; } = -1;

    /// <summary>Takes the next number; false when the block is used up or too old.</summary>
    /// <param name="now">The time.</param>
    /// <param name="minimum">The smallest number that may be returned.</param>
    /// <param name="number">The number.</param>
    internal bool TryTake(Moment now, long minimum, out long number)
    {
        number = 0;
        Count(now);
        if (_next >= _count || now.Elapsed - _drawn >= Period || _numbers[_next] < minimum)
            return false;
        number = _numbers[_next++];
        return true;
    }

    /// <summary>Fills the block, takes its first number, and returns the last one.</summary>
    /// <param name="now">The time.</param>
    /// <param name="last">The number before the first one.</param>
    /// <param name="after">Computes the number after another one.</param>
    /// <param name="number">The first number.</param>
    internal long Fill(Moment now, long last, Func<long, long> after, out long number)
    {
        _count = _draws > NormalDraws ? MaxNumbers : 1;
        for (int i = 0; i < _count; i++)
            _numbers[i] = last = after(last);
        _drawn = _checked = now.Elapsed;
        _next = 1;
        number = _numbers[0];
        return End = last;
    }

    /// <summary>True once a millisecond: whether another process has drawn must then be checked.</summary>
    internal bool IsCheckDue(Moment now)
    {
        if (now.Elapsed - _checked < s_checkInterval)
            return false;
        _checked = now.Elapsed;
        return true;
    }

    /// <summary>Discards the numbers that are left.</summary>
    internal void Discard() => _next = _count;

    private void Count(Moment now)
    {
        if (now.Elapsed - _counted >= Period)
        {
            _counted = now.Elapsed;
            _draws = 0;
        }
        _draws++;
    }
}
