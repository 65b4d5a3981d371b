using System;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Shell.CommandLine;
using IpMsg.Shell.Editing;
using IpMsg.Shell.Hosting;

namespace IpMsg.Shell.Running;

/// <summary>One run of the shell: a session, what it was started for, and an exit code.</summary>
internal sealed class ShellProcess(Terminal terminal, ShellOptions options)
{
    private const int Failure = 1;

    /// <summary>Runs to the end and returns the process's exit code. The runspace is closed by then.</summary>
    public int Run()
    {
        var file = options.Mode == ShellMode.File ? FindScript(options.Text) : "";
        using var signals = new Signals();
        var keys = new KeyReader(signals.Ending);
        var ui = new UserInterface(terminal, keys, options.NonInteractive);
        var host = new ShellHost(ui);
        int exitCode;
        using (var session = new ShellSession(host, SessionDefaults.Create(ModuleLocator.Find())))
        {
            var runner = new CommandRunner(session, ui);
            signals.Attach(
                stop: () =>
                {
                    keys.Interrupt();
                    runner.Stop();
                },
                close: session.Dispose);
            exitCode = signals.ExitCode is null ? Start(session, runner, host, file) : 0;
            if (IsPromptWanted && host.ExitRequest is null && signals.ExitCode is null)
            {
                signals.Interactive = true;
                Greet();
                new InteractiveLoop(host, runner, terminal, keys).Run();
                exitCode = 0;
            }
        }

        return signals.ExitCode ?? host.ExitRequest ?? exitCode;
    }

    private bool IsPromptWanted =>
        terminal.InputIsTerminal && (options.NoExit || options.Mode == ShellMode.Interactive);

    private int Start(ShellSession session, CommandRunner runner, ShellHost host, string file)
    {
        switch (options.Mode)
        {
            case ShellMode.File:
                session.LetScriptExit();
                var parsed = Parser.ParseFile(file, out _, out _);
                return runner.RunFile(file, ScriptArguments.Parse(options.Arguments), StandardInput.For(parsed)) == Outcome.Completed ? 0 : Failure;
            case ShellMode.Command:
                return RunText(options.Text, StandardInput.For(Parser.ParseInput(options.Text, out _, out _)));
            case ShellMode.StandardInput:
            case ShellMode.Interactive when !terminal.InputIsTerminal:
                return RunText(Console.In.ReadToEnd(), null);
            default:
                return 0;
        }

        int RunText(string text, PSDataCollection<object>? input) =>
            runner.RunScript(text, input) == Outcome.Completed && runner.LastCommandSucceeded ? 0 : Failure;
    }

    private void Greet()
    {
        if (!options.NoLogo && options.Mode == ShellMode.Interactive)
        {
            terminal.Write($"IpMsg.Shell {ShellHost.ShellVersion}: PowerShell's engine with the IpMsg module. Get-Command -Module IpMsg lists what it can do.{Environment.NewLine}");
        }
    }

    private static string FindScript(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) ? full : throw new UsageException($"There is no script file '{path}'.");
    }
}
