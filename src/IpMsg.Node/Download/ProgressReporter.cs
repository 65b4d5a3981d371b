using System;
using System.Diagnostics;

namespace IpMsg.Node.Download;

/// <summary>Reports the progress of a transfer, at most five times a second.</summary>
/// <param name="report">Receives the progress; null for none.</param>
/// <param name="total">The size in bytes; null when unknown.</param>
internal sealed class ProgressReporter(Action<DownloadProgress>? report, long? total)
{
    private static readonly long s_interval = Stopwatch.Frequency / 5;

    private long _next = Stopwatch.GetTimestamp() + s_interval;

    /// <summary>The bytes so far.</summary>
    internal long Bytes { get; set; }

    /// <summary>Updates the progress, and reports it when it is time.</summary>
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
