using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IpMsg.Benchmarks.Master;

/// <summary>The processor time of this thread, which does not count the time that other programs on the machine take.</summary>
internal static class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadTime = 3;

    /// <summary>Nanoseconds; without Linux those of the wall clock.</summary>
    internal static long Now
    {
        get
        {
            if (OperatingSystem.IsLinux() && GetTime(ThreadTime, out var time) == 0)
                return time.Seconds * 1_000_000_000 + time.Nanoseconds;
            return Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency;
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        internal long Seconds;
        internal long Nanoseconds;
    }
}
