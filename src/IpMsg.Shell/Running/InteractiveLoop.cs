using System;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Shell.Editing;
using IpMsg.Shell.Hosting;

namespace IpMsg.Shell.Running;

/// <summary>Prompts, reads, runs, until somebody exits.</summary>
internal sealed class InteractiveLoop
{
    private readonly ShellHost _host;
    private readonly CommandRunner _runner;
    private readonly LineHistory _history = new();
    private readonly LineEditor _editor;
    private readonly KeyReader _keys;

    public InteractiveLoop(ShellHost host, CommandRunner runner, Terminal terminal, KeyReader keys)
    {
        _host = host;
        _runner = runner;
        _keys = keys;
        _editor = new LineEditor(terminal, keys, _history, Complete);
        host.NestedPrompt = RunNested;
    }

    /// <summary>Runs until <c>exit</c> or the end of the input.</summary>
    public void Run()
    {
        while (_host.ExitRequest is null && Step())
        {
        }
    }

    private void RunNested()
    {
        _host.NestedExitRequest = false;
        while (_host.ExitRequest is null && !_host.NestedExitRequest && Step())
        {
        }

        // Here exit leaves the nested prompt, no more.
        _host.ExitRequest = null;
        _host.NestedExitRequest = false;
    }

    /// <summary>One command; false at the end of the input.</summary>
    private bool Step()
    {
        string? script;
        _keys.Resume();
        try
        {
            script = ReadCommand();
        }
        catch (OperationCanceledException)
        {
            return true;
        }

        if (!string.IsNullOrWhiteSpace(script))
        {
            _history.Add(script);
            _runner.RunScript(script);
        }

        return script is not null;
    }

    /// <summary>A line, and as many more as it takes to complete the statement.</summary>
    private string? ReadCommand()
    {
        var script = _editor.Read(Prompt());
        while (script is not null && IsIncomplete(script))
        {
            if (_editor.Read(">> ") is not { } line)
            {
                return "";
            }

            script += Environment.NewLine + line;
        }

        return script;
    }

    private static bool IsIncomplete(string script)
    {
        Parser.ParseInput(script, out _, out var errors);
        return Array.Exists(errors, error => error.IncompleteInput);
    }

    private string Prompt()
    {
        var written = _runner.Query(shell => shell.AddCommand("prompt"));
        return written.Count > 0 && written[0]?.ToString() is { Length: > 0 } prompt ? prompt : "PS> ";
    }

    private CommandCompletion? Complete(string line, int cursor)
    {
        var answer = _runner.Query(shell => shell.AddCommand("TabExpansion2").AddParameter("inputScript", line).AddParameter("cursorColumn", cursor));
        return answer is [{ BaseObject: CommandCompletion { CompletionMatches.Count: > 0 } known }]
            ? known
            : PathCompletion.Complete(line, cursor, _runner.Folder);
    }
}
