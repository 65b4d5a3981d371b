using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node;
using IpMsg.Node.Interop;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes an argument from the stores on the disk. What goes wrong there leads to no completion and to no error.</summary>
internal abstract class HistoryCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            var options = HistoryDefaults.ForReading(PathIn(fakeBoundParameters["DataPath"]?.ToString()));
            string user = fakeBoundParameters["UserName"]?.ToString()
                ?? RunspaceScope.Existing?.Listener?.UserName ?? NodeDefaults.UserName;
            return Complete(options, user, wordToComplete);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or IpMsgException or RuntimeException)
        {
            return [];
        }
    }

    /// <summary>All completions, in the order in which they are shown.</summary>
    /// <param name="options">Where the stores are.</param>
    /// <param name="user">The user name whose store is meant.</param>
    /// <param name="word">The argument as typed so far.</param>
    protected abstract IReadOnlyList<CompletionResult> Complete(HistoryOptions options, string user, string word);

    // The runspace is busy with the completion, so its paths can only be asked by a nested pipeline.
    private static string? PathIn(string? path)
    {
        // On Windows "C:x" and "\x" are rooted, and relative to the location.
        if (string.IsNullOrEmpty(path) || !Platform.IsWindows && Path.IsPathRooted(path))
            return path;
        using var nested = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        nested.AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").AddArgument(path);
        // The error of a path that does not exist must not lead to the default folder.
        return nested.Invoke<string>().FirstOrDefault() ?? throw new ItemNotFoundException();
    }
}
