using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>Another process that runs a script with the module imported; its objects come as lines.</summary>
internal sealed class ChildScript : IDisposable
{
    private readonly Process _process;

    internal ChildScript(string script, params (string Name, string Value)[] environment)
        : this(script, StagedModule.Manifest, environment)
    {
    }

    internal ChildScript(string script, string manifest, params (string Name, string Value)[] environment)
    {
        var start = BuiltProgram.Start("IpMsg.PowerShell.TestChild");
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.ArgumentList.Add(manifest);
        start.ArgumentList.Add(script);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    /// <summary>The next line of output; null at the end.</summary>
    internal string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>Waits for the end and gives the exit code and the rest of the output.</summary>
    internal (int Code, IReadOnlyList<string> Lines, string Errors) End()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        var lines = _process.StandardOutput.ReadToEnd().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.True(_process.WaitForExit(Eventually.MaxWait), "The process does not end.");
        return (_process.ExitCode, lines, errors.Result);
    }

    /// <summary>At once and without a chance to tidy up.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
