using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes members and contacts, and the groups of both.</summary>
internal sealed class ChatPartnerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ListenerCompleter[] both = [new MemberNameCompleter(), new GroupNameCompleter()];
        return both
            .SelectMany(each => each.CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters))
            .GroupBy(static each => each.CompletionText)
            .Select(static each => each.First());
    }
}
