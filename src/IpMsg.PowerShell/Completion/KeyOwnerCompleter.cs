using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpMsg.PowerShell;

/// <summary>Completes user@host of those whose keys are pinned; begun with either.</summary>
public sealed class KeyOwnerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from key in Completions.Of(fakeBoundParameters, machine => machine.KnownKeys)
        let owner = key.UserName + "@" + key.HostName
        where Completions.Begins(owner, wordToComplete) || Completions.Begins(key.HostName, wordToComplete)
        orderby owner
        select Completions.Of(owner, owner, owner + (key.HasChanged ? ": has CHANGED" : ": first seen " + TimeText.Full(key.FirstSeenAt)));
}
