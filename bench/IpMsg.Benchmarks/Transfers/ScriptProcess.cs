using System;
using System.Collections.Generic;
using System.Diagnostics;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Reporting;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>PowerShell in a process of its own, the module imported: scripts go in by the line, what they put out comes back as lines.</summary>
internal sealed class ScriptProcess : IDisposable
{
    internal const string Name = "script-host";

    // Behind the output of each script; an error follows it.
    private const string End = "\u0004";

    private readonly Process _process;

    internal ScriptProcess()
    {
        var start = OwnProcess.Start(Name);
        start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
    }

    internal int Id => _process.Id;

    /// <summary>The other end: runs lines until there are no more.</summary>
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

    /// <summary>At once and without a chance to tidy up.</summary>
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
