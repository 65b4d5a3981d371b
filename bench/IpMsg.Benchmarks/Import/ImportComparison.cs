using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Import;

/// <summary>Compares processes that import the module with processes that import an empty one, in alternating rounds.</summary>
internal static class ImportComparison
{
    private const int Rounds = 21;
    private const double MaxTimes = 1.5;

    internal static void Run()
    {
        if (PwshProcess.IsThere)
            Compare("import in pwsh", PwshProcess.Import);
        Compare("import in the bare engine", InEngine);
    }

    private static void Compare(string name, Func<string, (double Process, double Import)> import)
    {
        var (ownProcess, ownImport, emptyProcess, emptyImport) = (new Sample(), new Sample(), new Sample(), new Sample());
        for (int round = -1; round < Rounds; round++)
        {
            var empty = import(Modules.Empty);
            var own = import(Modules.Own);
            // The first round fills the file cache.
            if (round < 0)
                continue;
            emptyProcess.Add(empty.Process);
            emptyImport.Add(empty.Import);
            ownProcess.Add(own.Process);
            ownImport.Add(own.Import);
        }
        MetricLine.Beside(name + ": whole process, empty module", emptyProcess.Median, "ms");
        MetricLine.Beside(name + ": whole process, IpMsg", ownProcess.Median, "ms");
        MetricLine.AtMost(name + ": whole process, IpMsg to empty", ownProcess.Median / emptyProcess.Median, "times", MaxTimes);
        MetricLine.Beside(name + ": Import-Module alone, empty module", emptyImport.Median, "ms");
        MetricLine.Beside(name + ": Import-Module alone, IpMsg", ownImport.Median, "ms");
        MetricLine.AtMost(name + ": Import-Module alone, IpMsg to empty", ownImport.Median / emptyImport.Median, "times", MaxTimes);
    }

    private static (double Process, double Import) InEngine(string manifest) => Timed(OwnProcess.Start(EngineImport.Name, manifest));

    internal static (double Process, double Import) Timed(ProcessStartInfo start)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new Win32Exception();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double whole = clock.Elapsed.TotalMilliseconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException("The import failed: " + output);
        return (whole, double.Parse(output, CultureInfo.InvariantCulture));
    }
}
