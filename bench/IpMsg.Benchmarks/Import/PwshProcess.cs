using System.ComponentModel;
using System.Diagnostics;

namespace IpMsg.Benchmarks.Import;

/// <summary>The pwsh of this machine, if there is one.</summary>
internal static class PwshProcess
{
    internal static bool IsThere
    {
        get
        {
            try
            {
                using var process = Process.Start(Start("exit 0"))!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (Win32Exception)
            {
                return false;
            }
        }
    }

    internal static (double Process, double Import) Import(string manifest) => ImportComparison.Timed(Start(
        "$clock = [Diagnostics.Stopwatch]::StartNew(); Import-Module '" + manifest + "' -ErrorAction Stop; "
        + "$clock.Elapsed.TotalMilliseconds.ToString('R', [cultureinfo]::InvariantCulture)"));

    internal static ProcessStartInfo Start(string script)
    {
        var start = new ProcessStartInfo("pwsh") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string argument in (string[])["-NoProfile", "-NonInteractive", "-Command", script])
            start.ArgumentList.Add(argument);
        return start;
    }
}
