using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Reports how a download went: resumed, with entries renamed or left out.</summary>
internal static class RenamedEntryWarnings
{
    private const int MaxNamed = 5;

    internal static void Write(Cmdlet cmdlet, DownloadResult result)
    {
        if (result.ResumedAt > 0)
            cmdlet.WriteVerbose("The download was resumed after the first " + SizeText.Of(result.ResumedAt) + ".");
        var skipped = result.Names.Where(each => each.Path is null).ToList();
        if (skipped.Count > 0)
        {
            cmdlet.WriteWarning("Left out of '" + SafeText.Line(result.Path) + "', since they are neither files nor folders: "
                + List(skipped.Select(each => each.Received), skipped.Count));
        }
        foreach (var renamed in result.Names.Where(each => each.Path is not null))
            cmdlet.WriteVerbose("'" + SafeText.Line(renamed.Received) + "' was saved as '" + SafeText.Line(renamed.Path) + "'.");
    }

    private static string List(System.Collections.Generic.IEnumerable<string> names, int count) =>
        string.Join(", ", names.Take(MaxNamed).Select(each => "'" + SafeText.Line(each) + "'"))
        + (count > MaxNamed ? " and " + (count - MaxNamed) + " more." : ".");
}
