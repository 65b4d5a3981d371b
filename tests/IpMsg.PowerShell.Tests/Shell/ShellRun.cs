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
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ShellRun(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Where the build puts the shell.</summary>
    public static string Folder { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ShellFolder").Value!;

    /// <summary>The program and its first arguments, which come before those of the shell.</summary>
    public static IReadOnlyList<string> CommandLine { get; } = OperatingSystem.IsWindows()
        ? [Path.GetFullPath(Path.Combine(Folder, "IpMsg.Shell.exe"))]
        : ["dotnet", "exec", Path.Combine(Folder, "IpMsg.Shell.dll")];

    public int ProcessId => _process.Id;

    /// <summary>Starts the shell with an input that ends.</summary>
    public static ShellRun Start(string[] arguments, string input = "", params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(CommandLine[0], [.. CommandLine.Skip(1), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No colours. What the user has set must not decide what the tests see.
        start.Environment["NO_COLOR"] = "1";
        foreach (var name in (string[])["IPMSG_MODULE_PATH", "PSModulePath", "POWERSHELL_TELEMETRY_OPTOUT", "POWERSHELL_UPDATECHECK"])
        {
            start.Environment.Remove(name);
        }

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
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is { } line)
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
        await _process.WaitForExitAsync().WaitAsync(s_patience);
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
}

/// <summary>What came of a run.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);
