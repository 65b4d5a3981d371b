using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Shell;

/// <summary>Compares processes of IpMsg.Shell with processes of pwsh that import the module, in alternating rounds.</summary>
internal static class ShellComparison
{
    private const int Rounds = 21;

    internal static void Run()
    {
        if (!PwshProcess.IsThere)
            throw new InvalidOperationException("There is no pwsh to compare with.");
        var (pwsh, importing, shell) = (new Sample(), new Sample(), new Sample());
        for (int round = -1; round < Rounds; round++)
        {
            var times = (Timed("pwsh", ""), Timed("pwsh", $"Import-Module '{Modules.Own}'"), Timed(ShellPath(), ""));
            // The first round fills the file cache.
            if (round < 0)
                continue;
            pwsh.Add(times.Item1);
            importing.Add(times.Item2);
            shell.Add(times.Item3);
        }
        MetricLine.Beside("start: pwsh", pwsh.Median, "ms");
        MetricLine.Beside("start: pwsh that imports IpMsg", importing.Median, "ms");
        MetricLine.Beside("start: IpMsg.Shell", shell.Median, "ms");
        MetricLine.Beside("start: IpMsg.Shell to pwsh that imports IpMsg", shell.Median / importing.Median, "times");
    }

    private static double Timed(string program, string script)
    {
        var start = PwshProcess.Start("$ErrorActionPreference = 'Stop'; " + script);
        start.FileName = program;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new Win32Exception();
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double whole = clock.Elapsed.TotalMilliseconds;
        return process.ExitCode == 0 ? whole : throw new InvalidOperationException(program + " failed: " + output);
    }

    private static string ShellPath() =>
        typeof(ShellComparison).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "ShellProgram").Value!;
}
