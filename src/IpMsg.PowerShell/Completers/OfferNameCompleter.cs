using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node.Upload;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the names of offered files.</summary>
internal sealed class OfferNameCompleter : ListenerCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(IpMsgListener listener, string word) =>
        from each in listener.Node.Offers.GetAll()
        let path = ((OfferedSource)each.Offer.Source).Path
        let name = System.IO.Path.GetFileName(path)
        where Completions.Begins(name, word)
        group path by name into byName
        orderby byName.Key
        select Completions.Of(byName.Key, byName.Key, byName.First() + ": offered to " + byName.Count());
}
