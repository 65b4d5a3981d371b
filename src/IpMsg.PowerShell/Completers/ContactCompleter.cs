using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes an argument from the contacts. A file that cannot be read has no contacts here.</summary>
internal abstract class ContactCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Complete(BookOf(fakeBoundParameters), wordToComplete);

    /// <summary>The contacts that a command line means.</summary>
    internal static ContactBook BookOf(IDictionary fakeBoundParameters)
    {
        object? given = fakeBoundParameters["Listener"];
        var listener = (given is PSObject wrapped ? wrapped.BaseObject : given) as IpMsgListener;
        string[] paths = fakeBoundParameters["ContactPath"] switch
        {
            string one => [one],
            object[] several => [.. several.OfType<string>()],
            _ => [],
        };
        try
        {
            return paths.Length == 0 ? ContactDefaults.Files(listener).Read() : new ContactFiles(paths.Select(Resolve).ToList()).Read();
        }
        catch (RuntimeException)
        {
            return ContactBook.Empty;
        }
    }

    /// <summary>The completions, in the order in which they are shown.</summary>
    /// <param name="book">The contacts.</param>
    /// <param name="word">The typed part of the argument.</param>
    protected abstract IEnumerable<CompletionResult> Complete(ContactBook book, string word);

    // The runspace is busy with the completion, so its paths can only be asked by a nested pipeline.
    private static string Resolve(string path)
    {
        if (Path.IsPathRooted(path))
            return path;
        using var nested = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        nested.AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").AddArgument(path);
        return nested.Invoke<string>().FirstOrDefault() ?? path;
    }
}
