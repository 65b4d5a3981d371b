using System;
using System.Diagnostics;

namespace IpMsg.Benchmarks.Reporting;

/// <summary>Starts this program in another process, for code that must not share one.</summary>
internal static class OwnProcess
{
    internal static ProcessStartInfo Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // "dotnet program.dll" where there is no executable.
        if (!Environment.ProcessPath!.Contains("IpMsg.Benchmarks", StringComparison.Ordinal))
            start.ArgumentList.Add(typeof(OwnProcess).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }
}
