using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.PowerShell.Internal;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Tells what is called otherwise on the disk than by its sender, and what is missing there.</summary>
internal static class RenamedEntryWarnings
{
    private const int MostNamed = 5;

    internal static void Tell(Cmdlet cmdlet, DownloadResult result)
    {
        if (result.RestartedBecause is { } reason)
            cmdlet.WriteVerbose("It was fetched from the beginning: " + reason + ".");
        if (result.ResumedAt > 0)
            cmdlet.WriteVerbose("It went on behind the " + SizeText.Of(result.ResumedAt) + " that were there.");
        var missing = result.Names.Where(each => each.Path is null).ToList();
        if (missing.Count > 0)
            cmdlet.WriteWarning("Left out of '" + SafeText.Line(result.Path) + "', since they are neither files nor folders: " + List(missing.Select(each => each.Received), missing.Count));
        foreach (var renamed in result.Names.Where(each => each.Path is not null))
            cmdlet.WriteVerbose("'" + SafeText.Line(renamed.Received) + "' was saved as '" + SafeText.Line(renamed.Path) + "'.");
    }

    private static string List(System.Collections.Generic.IEnumerable<string> names, int count) =>
        string.Join(", ", names.Take(MostNamed).Select(each => "'" + SafeText.Line(each) + "'")) + (count > MostNamed ? " and " + (count - MostNamed) + " more." : ".");
}
