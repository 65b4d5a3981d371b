using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.PowerShell.Internal;
using IpMsg.PowerShell.Recipients;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes user@host of those whose keys are pinned; begun with either, or with the nickname of one who is there.</summary>
public sealed class KeyOwnerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from each in Completions.Of(fakeBoundParameters, KeyOwners.Of)
        let key = each.Key
        let owner = KeyOwners.Text(key)
        let nick = each.Members.Select(member => member.NickName).FirstOrDefault(name => Completions.Begins(name, wordToComplete))
        where nick is not null || Completions.Begins(owner, wordToComplete) || Completions.Begins(key.HostName, wordToComplete)
        orderby owner
        select Completions.Of(owner, owner, (nick is null ? "" : nick + ", ") + owner + (key.HasChanged ? ": has CHANGED" : ": first seen " + TimeText.Full(key.FirstSeenAt)));
}
