using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node.Networks;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes this machine's own addresses.</summary>
internal sealed class LocalAddressCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from network in LocalNetworks.Find()
        let address = network.Address.ToString()
        where Completions.Begins(address, wordToComplete)
        orderby address
        select Completions.Of(address, address, "netmask " + network.Mask);
}
