using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace IpMsg.Benchmarks.Import;

/// <summary>One import in a separate process with the bare engine.</summary>
internal static class EngineImport
{
    internal const string Name = "import-once";

    /// <summary>Prints the milliseconds of Import-Module itself.</summary>
    internal static void ImportOnce(string[] arguments)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        // The first command includes the engine's own start.
        shell.AddScript("$null = Get-Command Import-Module").Invoke();
        shell.Commands.Clear();
        var clock = Stopwatch.StartNew();
        shell.AddCommand("Import-Module").AddParameter("Name", arguments[0]).Invoke();
        double milliseconds = clock.Elapsed.TotalMilliseconds;
        if (shell.HadErrors)
            throw shell.Streams.Error[0].Exception;
        Console.WriteLine(milliseconds.ToString("R", CultureInfo.InvariantCulture));
    }
}
