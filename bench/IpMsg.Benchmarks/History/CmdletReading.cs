using System;
using System.Globalization;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.History;

/// <summary>Get-IpMsgHistory in the engine, with a million messages.</summary>
internal static class CmdletReading
{
    internal const string User = "bench";

    private const int Last = 100, Rounds = 10;

    /// <param name="dataPath">The data folder in which <see cref="User"/> has a million messages.</param>
    internal static void Run(string dataPath)
    {
        using var engine = new Engine();
        string command = "Get-IpMsgHistory -DataPath '" + dataPath + "' -UserName " + User + " ";
        MetricLine.AtMost("Get-IpMsgHistory -Last 100, first time", engine.Time(command + "-Last 100", Last) * 1000, "ms", 100);
        var last = new Sample();
        for (int i = 0; i < Rounds; i++)
            last.Add(engine.Time(command + "-Last 100", Last) * 1000);
        MetricLine.AtMost("Get-IpMsgHistory -Last 100", last.Median, "ms", 100);
        double text = engine.Time(command + "-Text '会議は14時からです。資料は共有フォルダーにあります。 777776'", 1);
        MetricLine.AtMost("Get-IpMsgHistory -Text, one found", text * 1000, "ms", 5_000);
        GC.Collect();
        // The engine collects what a script writes, so the script counts and keeps nothing.
        string count = "$most = [long]0; $count = 0; " + command + "-Text lunch | & { process { "
            + "if (++$script:count % 10000 -eq 0) { $script:most = [Math]::Max($script:most, [Environment]::WorkingSet) } } }; "
            + "$count, $most";
        long before = Environment.WorkingSet;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var output = engine.Run(count);
        MetricLine.AtMost("Get-IpMsgHistory -Text, " + output[0] + " found", clock.Elapsed.TotalMilliseconds, "ms", 5_000);
        long most = Convert.ToInt64(output[1].BaseObject, CultureInfo.InvariantCulture);
        MetricLine.Beside("Get-IpMsgHistory -Text, memory", (most - before) / 1e6, "MB");
    }
}
