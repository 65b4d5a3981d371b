using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Sending;

/// <summary>Warns of files and folders that recipients get under other names (R115).</summary>
internal static class SentNameWarnings
{
    private const int MaxNamed = 10;

    /// <summary>Warns of the names in the attachment list, before anything is sent.</summary>
    internal static void WriteOffered(Cmdlet cmdlet, IReadOnlyList<Delivery> deliveries)
    {
        var renamed = deliveries.SelectMany(each => each.Offers)
            .Where(each => each.Attachment.Kind != FileKind.Image && !each.KeepsNames)
            .Select(each => (Old: DiskName(each), New: each.Attachment.Name))
            .Where(each => each.Old != each.New)
            .Distinct()
            .ToList();
        if (renamed.Count > 0)
        {
            cmdlet.WriteWarning("Clients on Windows cannot have these names, so others are sent: "
                + List(renamed.Select(each => Renamed(each.Old, each.New)), renamed.Count));
        }
    }

    /// <summary>Warns of the names inside the folders that a recipient has downloaded.</summary>
    internal static void WriteTaken(Cmdlet cmdlet, IpMsgDelivery delivery)
    {
        foreach (var offer in delivery.Offers)
        {
            var renamed = offer.Offer.Report.ReplacedNames;
            if (renamed.Count == 0)
                continue;
            cmdlet.WriteWarning(SafeText.Line(delivery.To) + " got entries of '" + SafeText.Line(offer.Name) + "' under other names: "
                + List(renamed.Select(each => Renamed(each.Path, each.Name)), renamed.Count));
        }
    }

    private static string DiskName(Protocol.Members.Offers.Offer offer) =>
        System.IO.Path.GetFileName(((Node.Upload.OfferedSource)offer.Source).Path);

    private static string Renamed(string old, string sent) => "'" + SafeText.Line(old) + "' as '" + SafeText.Line(sent) + "'";

    private static string List(IEnumerable<string> names, int count) => string.Join(", ", names.Take(MaxNamed))
        + (count > MaxNamed ? " and " + (count - MaxNamed) + " more; RenamedEntries of the offer has them." : ".");
}
