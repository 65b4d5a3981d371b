using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>The growth of a process's memory to its peak, as resident memory.</summary>
internal sealed class PeakMemory
{
    private readonly string _process;
    private readonly long _idle;

    internal PeakMemory(ScriptProcess process)
    {
        _process = FormattableString.Invariant($"/proc/{process.Id}/");
        // Lets the process become idle.
        Thread.Sleep(1_000);
        // Resets the peak. Where that is not allowed, the result is too large and never too small.
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

    /// <summary>The growth in megabytes.</summary>
    internal double Growth => (Bytes("VmHWM:") - _idle) / 1e6;

    private long Bytes(string field)
    {
        string line = File.ReadLines(_process + "status").First(each => each.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length, line.Length - field.Length - " kB".Length).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
