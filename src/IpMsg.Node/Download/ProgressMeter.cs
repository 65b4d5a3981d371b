using System;
using System.Diagnostics;

namespace IpMsg.Node.Download;

/// <summary>Tells how far a transfer is, at most five times a second; between that it costs a look at the clock.</summary>
/// <param name="report">Who wants to know; null for nobody.</param>
/// <param name="total">All bytes; null when unknown.</param>
internal sealed class ProgressReporter(Action<DownloadProgress>? report, long? total)
{
    private static readonly long s_interval = Stopwatch.Frequency / 5;

    private long _next = Stopwatch.GetTimestamp() + s_interval;

    /// <summary>Bytes so far.</summary>
    internal long Bytes { get; set; }

    /// <summary>The latest state; reported when it is time.</summary>
    internal void Report(int bytes, long entries, string name)
    {
        Bytes += bytes;
        if (report is null)
            return;
        long now = Stopwatch.GetTimestamp();
        if (now < _next)
            return;
        _next = now + s_interval;
        report(new DownloadProgress(Bytes, total, entries, name));
    }
}
