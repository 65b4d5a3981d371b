using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// Messages of the history for views, also deserialized ones. Control characters are made harmless.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HistoryText
{
    /// <summary>"from" for a received message, "to" for a sent one.</summary>
    public static string Way(PSObject entry) => IsSent(entry) ? "to" : "from";

    /// <summary>
    /// How far the sender of a received message is proven, as of a message; the status of a sent one, or how many of its recipients have
    /// confirmed it.
    /// </summary>
    public static string State(PSObject entry)
    {
        if (!IsSent(entry))
            return MessageText.Security(entry);
        var statuses = Deliveries(entry).Select(each => each.Properties["Status"]?.Value?.ToString() ?? "").ToList();
        return statuses.Distinct().Count() == 1
            ? SafeText.Line(statuses[0])
            : statuses.Count(each => each == "Confirmed") + " of " + statuses.Count;
    }

    /// <summary>The kind of message in one word, as of a message; empty for an ordinary one.</summary>
    public static string Kind(PSObject entry) =>
        !IsSent(entry) || !LanguagePrimitives.IsTrue(entry.Properties["IsSealed"]?.Value) ? MessageText.Kind(entry)
        : entry.Properties["OpenedAt"]?.Value is null ? "sealed" : "opened";

    /// <summary>The text and the names of the files on one line.</summary>
    public static string Line(PSObject entry) => Hidden(entry) ?? MessageText.Line(entry);

    /// <summary>The text with its line breaks.</summary>
    public static string Lines(PSObject entry) => Hidden(entry) ?? MessageText.Lines(entry);

    /// <summary>The deliveries of a sent message, one a line.</summary>
    public static string DeliveryLines(PSObject entry) => string.Join("\n", Deliveries(entry).Select(DeliveryLine));

    /// <summary>The files, with the paths to which they were saved.</summary>
    public static string FileLines(PSObject entry) => string.Join("\n", Files(entry).Select(FileLine));

    private static string DeliveryLine(PSObject delivery)
    {
        string line = SafeText.Line(delivery.Properties["To"]?.Value + ": " + delivery.Properties["Status"]?.Value);
        if (TimeText.Full(delivery.Properties["OpenedAt"]?.Value) is { Length: > 0 } opened)
            line += ", opened " + opened;
        foreach (var offer in Elements(delivery, "Offers"))
            line += ", " + SafeText.Line(offer.ToString());
        return line;
    }

    private static string FileLine(PSObject file) => SafeText.Line(file.Properties["Name"]?.Value?.ToString())
        + (file.Properties["SavedPath"]?.Value is { } path ? " -> " + SafeText.Line(path.ToString()) : "");

    private static string? Hidden(PSObject entry) =>
        LanguagePrimitives.IsTrue(entry.Properties["NoLog"]?.Value) ? "(not logged)"
        : LanguagePrimitives.IsTrue(entry.Properties["IsOpened"]?.Value) ? null
        : "(sealed, not opened)";

    private static bool IsSent(PSObject entry) => entry.Properties["Direction"]?.Value?.ToString() == "Sent";

    private static IEnumerable<PSObject> Deliveries(PSObject entry) => Elements(entry, "Deliveries");

    private static IEnumerable<PSObject> Files(PSObject entry) => Elements(entry, "Attachments").Concat(Elements(entry, "Images"));

    private static IEnumerable<PSObject> Elements(PSObject holder, string property)
    {
        object? value = holder.Properties[property]?.Value;
        foreach (object each in (value is PSObject wrapped ? wrapped.BaseObject : value) as IEnumerable ?? Array.Empty<object>())
            yield return PSObject.AsPSObject(each);
    }
}
