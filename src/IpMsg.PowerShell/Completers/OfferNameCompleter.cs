using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using IpMsg.Node.Upload;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the names of files on offer.</summary>
public sealed class OfferNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from offer in Completions.Of(fakeBoundParameters, node => node.Offers.GetAll().Select(each => each.Offer))
        let path = ((OfferedSource)offer.Source).Path
        let name = System.IO.Path.GetFileName(path)
        where Completions.Begins(name, wordToComplete)
        group path by name into byName
        orderby byName.Key
        select Completions.Of(byName.Key, byName.Key, byName.First() + ": offered to " + byName.Count());
}
