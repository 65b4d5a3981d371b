using System;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Import;

/// <summary>The PowerShell engine with the module, to measure cmdlets without pwsh.</summary>
internal sealed class Engine : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    internal Engine()
    {
        _runspace.Open();
        Run("Import-Module '" + Modules.Own + "'");
    }

    internal string Folder => _folder.Path;

    internal PSObject[] Run(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        var output = shell.AddScript(script).Invoke();
        if (shell.HadErrors)
            throw new InvalidOperationException(string.Join("; ", shell.Streams.Error.Select(each => each.ToString())));
        return [.. output];
    }

    /// <summary>Runs a script that must write the expected number of objects; returns the seconds.</summary>
    internal double Time(string script, int expected)
    {
        var clock = Stopwatch.StartNew();
        int count = Run(script).Length;
        double seconds = clock.Elapsed.TotalSeconds;
        return count == expected
            ? seconds
            : throw new InvalidOperationException(FormattableString.Invariant($"{script}: {count} objects instead of {expected}."));
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Dispose();
    }
}
