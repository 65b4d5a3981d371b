using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using IpMsg.Shell.Commands;
using IpMsg.Shell.Hosting;

namespace IpMsg.Shell.Running;

/// <summary>Runs one pipeline after the other in the shell's runspace and shows what comes out; can stop the one that runs.</summary>
internal sealed class CommandRunner(ShellSession session, UserInterface ui)
{
    private readonly object _gate = new();
    private readonly Stack<PowerShell> _running = new();

    /// <summary>What <c>$?</c> says of the last statement that ran. To be asked before anything else runs.</summary>
    public bool LastCommandSucceeded => Query(shell => shell.AddScript("$global:?")) is not [{ BaseObject: false }];

    /// <summary>The folder that relative paths are relative to.</summary>
    public string Folder => Query(shell => shell.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath")) is [var path]
        ? path.ToString()
        : Environment.CurrentDirectory;

    /// <summary>Runs a script text, and remembers it: for others than remembered pipelines the engine restores <c>$?</c>.</summary>
    public Outcome RunScript(string script, PSDataCollection<object>? input = null) =>
        Show(shell => shell.AddScript(script, useLocalScope: false), input, remember: true);

    /// <summary>Runs a script file, whose variables stay, as if it were typed.</summary>
    public Outcome RunFile(string path, IEnumerable<CommandParameter> parameters, PSDataCollection<object>? input) => Show(
        shell =>
        {
            shell.AddCommand(path, useLocalScope: false);
            foreach (var parameter in parameters)
            {
                shell.Commands.Commands[0].Parameters.Add(parameter);
            }
        },
        input,
        remember: false);

    /// <summary>Runs something of the shell's own and returns what it wrote, nothing if it failed.</summary>
    public IReadOnlyList<PSObject> Query(Action<PowerShell> build)
    {
        using var shell = Create();
        build(shell);
        var known = session.Errors.Count;
        try
        {
            return [.. Invoke(shell, null, new PSInvocationSettings())];
        }
        catch (RuntimeException)
        {
            // A prompt function or a completer with a mistake in it must not take the shell down.
            return [];
        }
        finally
        {
            // $Error is for what the user ran.
            session.Errors.RemoveRange(0, Math.Max(0, session.Errors.Count - known));
        }
    }

    /// <summary>Tells the innermost running pipeline to stop. Does not wait for it.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_running.TryPeek(out var shell))
            {
                shell.BeginStop(null, null);
            }
        }
    }

    private Outcome Show(Action<PowerShell> build, PSDataCollection<object>? input, bool remember)
    {
        using var shell = Create();
        build(shell);
        ToHost(shell);
        try
        {
            Invoke(shell, input, new PSInvocationSettings { AddToHistory = remember });
            return Outcome.Completed;
        }
        catch (PipelineStoppedException)
        {
            return Outcome.Stopped;
        }
        catch (RuntimeException error)
        {
            Report(error);
            return Outcome.Failed;
        }
        finally
        {
            ui.Progress.Clear();
        }
    }

    /// <summary>Shows an error that ended a pipeline; those before it have gone through the pipeline's own Out-Default.</summary>
    private void Report(RuntimeException error)
    {
        using var shell = Create();
        shell.AddCommand(OutShellCommand.Info);

        // Formatting takes an error from outside a pipeline for output.
        ui.WritesToError = true;
        try
        {
            // The error's own record only knows a stand-in for the exception.
            Invoke(shell, new PSDataCollection<object>([new ErrorRecord(error.ErrorRecord, error)]), new PSInvocationSettings());
        }
        catch (RuntimeException)
        {
            // Without a working view, the words alone.
            ui.WriteErrorLine(error.Message);
        }
        finally
        {
            ui.WritesToError = false;
        }
    }

    private static void ToHost(PowerShell shell)
    {
        shell.Commands.Commands.Last().MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand(OutShellCommand.Info);
    }

    private IEnumerable<PSObject> Invoke(PowerShell shell, PSDataCollection<object>? input, PSInvocationSettings settings)
    {
        lock (_gate)
        {
            _running.Push(shell);
        }

        try
        {
            var output = new PSDataCollection<PSObject>();
            shell.Invoke(input, output, settings);
            return output;
        }
        catch (InvalidRunspaceStateException)
        {
            // A signal has closed the runspace in the meantime.
            throw new PipelineStoppedException();
        }
        finally
        {
            lock (_gate)
            {
                _running.Pop();
            }
        }
    }

    /// <summary>Inside a pipeline (a nested prompt), another one runs in between.</summary>
    private PowerShell Create()
    {
        var shell = PowerShell.Create(_running.Count > 0 ? RunspaceMode.CurrentRunspace : RunspaceMode.NewRunspace);
        if (_running.Count == 0)
        {
            shell.Runspace = session.Runspace;
        }

        // What the user interface has shown must not pile up while a script runs for weeks.
        Forget(shell.Streams.Warning);
        Forget(shell.Streams.Verbose);
        Forget(shell.Streams.Debug);
        Forget(shell.Streams.Information);
        Forget(shell.Streams.Progress);
        return shell;
    }

    private static void Forget<T>(PSDataCollection<T> shown) => shown.DataAdded += (_, _) => shown.Clear();
}
