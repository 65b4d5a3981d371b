using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node.Contacts;
using IpMsg.PowerShell.Runspaces;

namespace IpMsg.PowerShell.Completers;

/// <summary>
/// Completes an argument from what a listener knows: the one on the command line, or this runspace's. Completion never starts a listener.
/// </summary>
internal abstract class ListenerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        object? given = fakeBoundParameters["Listener"];
        var listener = (given is PSObject wrapped ? wrapped.BaseObject : given) as IpMsgListener ?? RunspaceScope.Existing?.Listener;
        return CompleteContacts(ContactCompleter.BookOf(fakeBoundParameters), wordToComplete)
            .Concat(listener is null ? [] : Complete(listener, wordToComplete));
    }

    /// <summary>What the contacts give, which needs no listener.</summary>
    /// <param name="book">The contacts.</param>
    /// <param name="word">The typed part of the argument.</param>
    protected virtual IEnumerable<CompletionResult> CompleteContacts(ContactBook book, string word) => [];

    /// <summary>The completions, in the order in which they are shown.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="word">The typed part of the argument.</param>
    protected abstract IEnumerable<CompletionResult> Complete(IpMsgListener listener, string word);
}
