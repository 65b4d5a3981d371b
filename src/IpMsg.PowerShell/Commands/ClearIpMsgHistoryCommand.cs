using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Commands;

/// <summary>Removes messages from the history, and their bytes from its files. What nobody has received yet stays.</summary>
[Cmdlet(VerbsCommon.Clear, "IpMsgHistory", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class ClearIpMsgHistoryCommand : HistoryCmdlet
{
    /// <inheritdoc/>
    protected override void End() => WithStore(folder =>
    {
        var query = Query();
        if (!ShouldProcess(Described(query) + " in '" + folder + "'", "Remove from history"))
            return;
        var cleaner = new HistoryCleaner(folder);
        int removed = cleaner.Clear(query);
        if (cleaner.DescribeCopies() is { } copies)
            WriteWarning(SafeText.Line(copies));
        WriteVerbose(removed == 1 ? "One message was removed." : removed + " messages were removed.");
    });

    private string Described(HistoryQuery query)
    {
        var words = new List<string> { query is { With: null, Before: null } ? "All messages" : "Messages" };
        if (With is not null)
            words.Add("with " + SafeText.Line(string.Join(", ", With)));
        if (query.Before is { } before)
            words.Add("before " + TimeText.Full(before));
        return string.Join(" ", words);
    }
}
