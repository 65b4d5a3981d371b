using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>Maps attachments of messages to records of the store, and back.</summary>
internal static class AttachmentMapping
{
    private const uint KindMask = 0xFF;

    internal static IReadOnlyList<StoredAttachment> ToRecords(IReadOnlyList<Attachment> attachments)
    {
        if (attachments.Count == 0)
            return [];
        var records = new StoredAttachment[attachments.Count];
        for (int at = 0; at < records.Length; at++)
            records[at] = ToRecord(attachments[at], null);
        return records;
    }

    /// <param name="attachment">The attachment.</param>
    /// <param name="path">The path of the file of a sent message; null for a received message.</param>
    internal static StoredAttachment ToRecord(Attachment attachment, string? path)
    {
        var all = attachment.ExtendedAttributes.All;
        var extras = new StoredExtra[all.Count];
        for (int at = 0; at < extras.Length; at++)
            extras[at] = new StoredExtra((int)all[at].Key, all[at].Number, all[at].Text);
        return new StoredAttachment(attachment.Id, attachment.Name, attachment.Size, (uint)attachment.Flags | (uint)attachment.Kind)
        {
            Modified = attachment.Modified,
            Extras = extras,
            Path = path,
        };
    }

    internal static IReadOnlyList<Attachment> ToAttachments(IReadOnlyList<StoredAttachment> records)
    {
        if (records.Count == 0)
            return [];
        var attachments = new Attachment[records.Count];
        for (int at = 0; at < attachments.Length; at++)
            attachments[at] = ToAttachment(records[at]);
        return attachments;
    }

    internal static Attachment ToAttachment(StoredAttachment record)
    {
        var extras = new ExtendedAttribute[record.Extras.Count];
        for (int at = 0; at < extras.Length; at++)
        {
            var (key, number, text) = record.Extras[at];
            extras[at] = text is null
                ? new ExtendedAttribute((ExtendedAttributeKey)key, number)
                : new ExtendedAttribute((ExtendedAttributeKey)key, text);
        }
        return new Attachment(record.Id, record.Name, record.Size, (FileKind)(record.AttributeWord & KindMask))
        {
            Flags = (FileFlags)(record.AttributeWord & ~KindMask),
            Modified = record.Modified,
            ExtendedAttributes = extras.Length == 0 ? ExtendedAttributes.None : new ExtendedAttributes(extras),
        };
    }
}
