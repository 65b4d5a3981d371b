using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Storage.History;

namespace IpMsg.PowerShell.Completers;

/// <summary>Completes the IPMsg user names that have a store.</summary>
internal sealed class HistoryUserCompleter : HistoryCompleter
{
    /// <inheritdoc/>
    protected override IReadOnlyList<CompletionResult> Complete(HistoryOptions options, string user, string word) =>
    [
        .. from name in HistoryFolder.UserNames(options.DataPath)
           where Completions.Begins(name, word)
           select Completions.OfLiteral(name, name, options.FolderOf(name)),
    ];
}
