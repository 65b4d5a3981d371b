using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>By how much a process grows at most, above what it has now, as the system counts its resident memory.</summary>
internal sealed class PeakMemory
{
    private readonly string _process;
    private readonly long _idle;

    internal PeakMemory(ScriptProcess process)
    {
        _process = FormattableString.Invariant($"/proc/{process.Id}/");
        // It comes to rest after what it did before.
        Thread.Sleep(1_000);
        // The peak so far is forgotten. Where that is not allowed the growth comes out too large, and never too small.
        try
        {
            File.WriteAllText(_process + "clear_refs", "5");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("The peak of memory cannot be reset: " + refused.Message);
        }
        _idle = Bytes("VmRSS:");
    }

    /// <summary>In megabytes.</summary>
    internal double Growth => (Bytes("VmHWM:") - _idle) / 1e6;

    private long Bytes(string field)
    {
        string line = File.ReadLines(_process + "status").First(each => each.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length, line.Length - field.Length - " kB".Length).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
