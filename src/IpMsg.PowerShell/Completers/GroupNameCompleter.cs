using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the groups of the members known so far.</summary>
public sealed class GroupNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from member in Completions.Members(fakeBoundParameters)
        where member.GroupName.Length > 0 && Completions.Begins(member.GroupName, wordToComplete)
        group member by member.GroupName into byGroup
        orderby byGroup.Key
        select Completions.Of(byGroup.Key, byGroup.Key, byGroup.Key + ": " + byGroup.Count() + (byGroup.Count() == 1 ? " member" : " members"));
}
