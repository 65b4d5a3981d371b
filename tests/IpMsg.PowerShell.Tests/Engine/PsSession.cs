using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Xunit;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>
/// A runspace of the bare engine with the staged module in it. It has no Utility module: no Select-Object, no Write-Output.
/// </summary>
internal sealed class PsSession : IDisposable
{
    internal PsSession(bool imports = true)
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Select-First", typeof(SelectFirst), null));
        if (imports)
            state.ImportPSModule(StagedModule.Manifest);
        Runspace = RunspaceFactory.CreateRunspace(Host, state);
        Runspace.Open();
    }

    internal RecordingHost Host { get; } = new();

    internal Runspace Runspace { get; }

    /// <summary>Runs a script in which nothing may go wrong; the arguments are its $args.</summary>
    internal IReadOnlyList<PSObject> Run(string script, params object?[] arguments)
    {
        var result = Try(script, arguments);
        Assert.True(result.AllErrors.Count == 0,
            script + ": " + string.Join("; ", result.AllErrors.Select(each => each.FullyQualifiedErrorId + ": " + each)));
        return result.Output;
    }

    /// <summary>The same for a script with one result.</summary>
    internal T One<T>(string script, params object?[] arguments) => Assert.IsType<T>(Assert.Single(Run(script, arguments)).BaseObject);

    /// <summary>The results of one type.</summary>
    internal T[] All<T>(string script, params object?[] arguments) =>
        [.. Run(script, arguments).Select(each => Assert.IsType<T>(each.BaseObject))];

    /// <summary>Runs a script in which something may go wrong.</summary>
    internal PsResult Try(string script, params object?[] arguments)
    {
        using var shell = Shell(script, arguments);
        return PsResult.Of(shell);
    }

    /// <summary>Runs a script that is expected to lead to this error and to no other.</summary>
    internal ErrorRecord Fails(string id, string script, params object?[] arguments)
    {
        var result = Try(script, arguments);
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        return error;
    }

    /// <summary>How often a script shows progress.</summary>
    internal int Progress(string script)
    {
        using var shell = Shell(script, []);
        PsResult.Of(shell);
        return shell.Streams.Progress.Count;
    }

    /// <summary>Begins a script and goes on; only one can run at a time.</summary>
    internal PsTask Begin(string script, params object?[] arguments) => new(Shell(script, arguments));

    public void Dispose() => Runspace.Dispose();

    private System.Management.Automation.PowerShell Shell(string script, object?[] arguments)
    {
        var shell = System.Management.Automation.PowerShell.Create(Runspace);
        shell.AddScript(script);
        foreach (object? argument in arguments)
            shell.AddArgument(argument);
        return shell;
    }
}
