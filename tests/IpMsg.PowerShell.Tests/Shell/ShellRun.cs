using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

namespace IpMsg.PowerShell.Tests.Shell;

/// <summary>One run of the real shell, as a process of its own.</summary>
internal sealed class ShellRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ShellRun(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What the shell is started with, before its own arguments.</summary>
    public static IReadOnlyList<string> CommandLine { get; } = ["dotnet", "exec", ShellPath()];

    public int ProcessId => _process.Id;

    /// <summary>Starts the shell with the test module and no input.</summary>
    public static ShellRun Start(string[] arguments, string input = "", params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(CommandLine[0], [.. CommandLine.Skip(1), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["IPMSG_MODULE_PATH"] = TestModule.Folder },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var run = new ShellRun(Process.Start(start)!);
        run._process.StandardInput.Write(input);
        run._process.StandardInput.Close();
        return run;
    }

    /// <summary>Runs the shell to its end.</summary>
    public static async Task<ShellResult> RunAsync(params string[] arguments)
    {
        using var run = Start(arguments);
        return await run.FinishAsync();
    }

    /// <summary>Reads output until a line comes that equals the text.</summary>
    public async Task WaitForLineAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line == text)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The shell ended without writing '{text}': {await _error}");
    }

    public async Task<ShellResult> FinishAsync()
    {
        var output = _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new ShellResult(_process.ExitCode, Plain(await output), Plain(await _error));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim('\n');

    private static string ShellPath() => Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ShellFolder").Value!,
        "IpMsg.Shell.dll");
}

/// <summary>What came of a run.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);
