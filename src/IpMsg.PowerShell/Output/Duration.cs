using System;

namespace IpMsg.PowerShell.Output;

/// <summary>Durations as output objects show them: ConvertTo-Json writes a TimeSpan as an object of eleven numbers.</summary>
internal static class Duration
{
    /// <summary>Milliseconds, to the microsecond.</summary>
    internal static double? ToMs(TimeSpan? duration) => duration is { } time ? Math.Round(time.TotalMilliseconds, 3) : null;
}
