using System.ComponentModel;
using System.Management.Automation;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// The getters of the code properties in Formats/*.Types.ps1xml, which must have the name of their property. See
/// <see cref="ExportedText"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExportedProperties
{
    /// <summary>For the property of that name.</summary>
    public static PSObject? Addresses(PSObject item) => ExportedText.Of(item, nameof(Addresses));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Agents(PSObject item) => ExportedText.Of(item, nameof(Agents));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Attachments(PSObject item) => ExportedText.Of(item, nameof(Attachments));

    /// <summary>For the property of that name.</summary>
    public static PSObject? ChangedAt(PSObject item) => ExportedText.Of(item, nameof(ChangedAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Deliveries(PSObject item) => ExportedText.Of(item, nameof(Deliveries));

    /// <summary>For the property of that name.</summary>
    public static PSObject? DiscardedAt(PSObject item) => ExportedText.Of(item, nameof(DiscardedAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Expires(PSObject item) => ExportedText.Of(item, nameof(Expires));

    /// <summary>For the property of that name.</summary>
    public static PSObject? ExpiresAt(PSObject item) => ExportedText.Of(item, nameof(ExpiresAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Files(PSObject item) => ExportedText.Of(item, nameof(Files));

    /// <summary>For the property of that name.</summary>
    public static PSObject? FirstSeen(PSObject item) => ExportedText.Of(item, nameof(FirstSeen));

    /// <summary>For the property of that name.</summary>
    public static PSObject? FirstSeenAt(PSObject item) => ExportedText.Of(item, nameof(FirstSeenAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Groups(PSObject item) => ExportedText.Of(item, nameof(Groups));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Images(PSObject item) => ExportedText.Of(item, nameof(Images));

    /// <summary>For the property of that name.</summary>
    public static PSObject? LastAttempt(PSObject item) => ExportedText.Of(item, nameof(LastAttempt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? LastSeen(PSObject item) => ExportedText.Of(item, nameof(LastSeen));

    /// <summary>For the property of that name.</summary>
    public static PSObject? LastWriteTime(PSObject item) => ExportedText.Of(item, nameof(LastWriteTime));

    /// <summary>For the property of that name.</summary>
    public static PSObject? MadeAt(PSObject item) => ExportedText.Of(item, nameof(MadeAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? MasterSegments(PSObject item) => ExportedText.Of(item, nameof(MasterSegments));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Offers(PSObject item) => ExportedText.Of(item, nameof(Offers));

    /// <summary>For the property of that name.</summary>
    public static PSObject? OpenedAt(PSObject item) => ExportedText.Of(item, nameof(OpenedAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? OtherSeenAt(PSObject item) => ExportedText.Of(item, nameof(OtherSeenAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Problems(PSObject item) => ExportedText.Of(item, nameof(Problems));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Queued(PSObject item) => ExportedText.Of(item, nameof(Queued));

    /// <summary>For the property of that name.</summary>
    public static PSObject? ReceivedAt(PSObject item) => ExportedText.Of(item, nameof(ReceivedAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? RenamedEntries(PSObject item) => ExportedText.Of(item, nameof(RenamedEntries));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Recipients(PSObject item) => ExportedText.Of(item, nameof(Recipients));

    /// <summary>For the property of that name.</summary>
    public static PSObject? RemovedAt(PSObject item) => ExportedText.Of(item, nameof(RemovedAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? ReportedAt(PSObject item) => ExportedText.Of(item, nameof(ReportedAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? SavedAt(PSObject item) => ExportedText.Of(item, nameof(SavedAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? SentAt(PSObject item) => ExportedText.Of(item, nameof(SentAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Since(PSObject item) => ExportedText.Of(item, nameof(Since));

    /// <summary>For the property of that name.</summary>
    public static PSObject? StartedAt(PSObject item) => ExportedText.Of(item, nameof(StartedAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? TakenAt(PSObject item) => ExportedText.Of(item, nameof(TakenAt));

    /// <summary>For the property of that name.</summary>
    public static PSObject? Time(PSObject item) => ExportedText.Of(item, nameof(Time));

    /// <summary>For the property of that name.</summary>
    public static PSObject? VerifiedAt(PSObject item) => ExportedText.Of(item, nameof(VerifiedAt));
}
