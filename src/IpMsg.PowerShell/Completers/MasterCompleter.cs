using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.PowerShell.Runspaces;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the addresses of member masters that this runspace's listener knows; the first start knows none.</summary>
internal sealed class MasterCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from member in RunspaceScope.Existing?.Listener?.Node.Members.GetAll() ?? []
        where (member.Status & EntryFlags.Master) != 0
        let place = member.EndPoint.ToString()
        where Completions.Begins(place, wordToComplete)
        orderby place
        select Completions.OfLiteral(place, place, FingerprintName.Bare(member.UserName) + "@" + member.HostName);
}
