using System;
using System.Collections.Generic;
using System.Diagnostics;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>PowerShell with the module in a separate process. Scripts go in as lines, and their output comes back as lines.</summary>
internal sealed class ScriptProcess : IDisposable
{
    internal const string Name = "script-host";

    // Marks the end of a script's output; an error follows it.
    private const string End = "\u0004";

    private readonly Process _process;

    internal ScriptProcess()
    {
        var start = OwnProcess.Start(Name);
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
    }

    internal int Id => _process.Id;

    /// <summary>Runs in the other process until its input ends.</summary>
    internal static void Serve(string[] arguments)
    {
        using var engine = new Engine();
        while (Console.In.ReadLine() is { } script)
        {
            string failure = "";
            try
            {
                foreach (var output in engine.Run(script))
                    Console.WriteLine(output);
            }
            catch (Exception error)
            {
                failure = error.Message.ReplaceLineEndings(" ");
            }
            Console.WriteLine(End + failure);
        }
    }

    internal IReadOnlyList<string> Run(string script)
    {
        Begin(script);
        return Finish();
    }

    internal void Begin(string script) => _process.StandardInput.WriteLine(script);

    internal IReadOnlyList<string> Finish()
    {
        var lines = new List<string>();
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith(End, StringComparison.Ordinal))
                lines.Add(line);
            else
                return line.Length == End.Length ? lines : throw new InvalidOperationException(line[End.Length..]);
        }
        throw new InvalidOperationException("The process has ended.");
    }

    /// <summary>Kills the process without cleanup.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
