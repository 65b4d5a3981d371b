using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Commands;

namespace IpMsg.PowerShell.Chat;

/// <summary>
/// Runs cmdlets of this module in order, in a runspace of its own: what is typed goes the way of Send-IpMsg, with its warnings and errors,
/// and the user goes on typing.
/// </summary>
internal sealed class BackgroundCommands : IDisposable
{
    private readonly BlockingCollection<BackgroundCommand> _queue = [];
    private readonly ConcurrentQueue<BackgroundCommand> _done = new();
    private readonly object _lock = new();
    private readonly Thread _thread;
    private System.Management.Automation.PowerShell? _running;
    private bool _isStopped;
    private int _open;

    internal BackgroundCommands()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "IpMsg chat" };
        _thread.Start();
    }

    /// <summary>How many commands have not ended.</summary>
    internal int Open => Volatile.Read(ref _open);

    internal void Add(BackgroundCommand command)
    {
        Interlocked.Increment(ref _open);
        _queue.Add(command);
    }

    /// <summary>Takes the next command that has ended; null when there is none.</summary>
    internal BackgroundCommand? TakeEnded() => _done.TryDequeue(out var command) ? command : null;

    /// <summary>Stops the command that runs, and starts no more. Those that were not started end as such.</summary>
    internal void Stop()
    {
        System.Management.Automation.PowerShell? running;
        lock (_lock)
        {
            _isStopped = true;
            running = _running;
        }
        running?.Stop();
        _queue.CompleteAdding();
        _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _queue.Dispose();
    }

    private void Run()
    {
        Runspace? runspace = null;
        foreach (var command in _queue.GetConsumingEnumerable())
        {
            try
            {
                if (!_isStopped)
                    Run(command, runspace ??= OpenRunspace());
            }
            catch (Exception failure)
            {
                // A thread that throws ends the process.
                command.Failures.Add(failure.Message);
            }
            _done.Enqueue(command);
            Interlocked.Decrement(ref _open);
        }
        runspace?.Dispose();
    }

    private void Run(BackgroundCommand command, Runspace runspace)
    {
        using var shell = System.Management.Automation.PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddCommand(command.Name).AddParameters(command.Parameters);
        lock (_lock)
        {
            if (_isStopped)
                return;
            _running = shell;
        }
        try
        {
            command.HasStarted = true;
            command.Output.AddRange(shell.Invoke());
        }
        catch (RuntimeException failure)
        {
            if (failure is not PipelineStoppedException)
                command.Failures.Add(TextOf(failure.ErrorRecord));
        }
        finally
        {
            lock (_lock)
                _running = null;
        }
        command.Failures.AddRange(shell.Streams.Error.Select(TextOf));
        command.Warnings.AddRange(shell.Streams.Warning.Select(static each => each.Message));
    }

    private static Runspace OpenRunspace()
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Send-IpMsg", typeof(SendIpMsgCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Save-IpMsgAttachment", typeof(SaveIpMsgAttachmentCommand), null));
        var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        return runspace;
    }

    private static string TextOf(ErrorRecord error) =>
        SafeText.Line(error.ErrorDetails?.RecommendedAction is { Length: > 0 } advice ? error + " " + advice : error.ToString());
}
