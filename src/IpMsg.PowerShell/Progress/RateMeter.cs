using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace IpMsg.PowerShell.Progress;

/// <summary>Bytes per second over the last five seconds.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Queue<(TimeSpan At, long Bytes)> _samples = [];

    /// <param name="begin">The bytes that were transferred before.</param>
    internal RateMeter(long begin = 0) => _samples.Enqueue((TimeSpan.Zero, begin));

    /// <summary>The rate after that many bytes in total.</summary>
    internal double At(long bytes)
    {
        var now = _watch.Elapsed;
        while (_samples.Count > 1 && now - _samples.Peek().At > s_window)
            _samples.Dequeue();
        var (at, before) = _samples.Peek();
        _samples.Enqueue((now, bytes));
        double seconds = (now - at).TotalSeconds;
        return seconds > 0 ? Math.Max(0, bytes - before) / seconds : 0;
    }

    /// <summary>The remaining time at that rate; null when unknown.</summary>
    internal static TimeSpan? Remaining(long bytes, long total, double rate) =>
        rate > 0 && total > bytes && (total - bytes) / rate is < 1e6 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
}
