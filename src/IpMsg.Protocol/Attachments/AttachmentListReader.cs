using System;
using System.Collections.Generic;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Reads the attachment list of a message. It skips malformed entries and types that cannot be fetched, and never throws: the message is
/// delivered whatever its list is like (R95).
/// </summary>
public static class AttachmentListReader
{
    private const byte Separator = 0x07;

    /// <summary>Reads a list in any of the forms that clients write (R74).</summary>
    /// <param name="list">The extension part of the message.</param>
    /// <param name="names">Decodes the names.</param>
    /// <param name="acceptsImages">False to skip entries of type IPMSG_FILE_CLIPBOARD (R94).</param>
    public static IReadOnlyList<Attachment> Read(ReadOnlySpan<byte> list, NameDecoder names, bool acceptsImages = true)
    {
        var attachments = new List<Attachment>();
        names = names.After(list);
        while (!list.IsEmpty)
        {
            int end = list.IndexOf(Separator);
            var entry = end < 0 ? list : list.Slice(0, end);
            list = end < 0 ? default : list.Slice(end + 1);
            if (TryReadEntry(entry, names, out var attachment) && (acceptsImages || attachment.Kind != FileKind.Image))
                attachments.Add(attachment);
        }
        return attachments;
    }

    private static bool TryReadEntry(ReadOnlySpan<byte> entry, NameDecoder names, out Attachment attachment)
    {
        attachment = null!;
        // Splitting "\a:" at the BEL leaves the colon at the start of the next entry (R74).
        var fields = new FieldReader(entry.Length > 0 && entry[0] == (byte)':' ? entry.Slice(1) : entry);
        if (!fields.TryPlain(out var idText) || !NumberText.TryReadDecimal(idText, out long id) || id > uint.MaxValue
            || !fields.TryEscaped(out var name) || name.IsEmpty
            || !fields.TryPlain(out var sizeText) || !NumberText.TryReadHex(sizeText, out long size))
            return false;
        bool hasTime = fields.TryPlain(out var timeText) & NumberText.TryReadHex(timeText, out ulong time);
        // A missing attribute word means a regular file (R74); an unreadable one makes the entry invalid.
        ulong word = (ulong)FileKind.Regular;
        if (fields.TryPlain(out var wordText) && !wordText.IsEmpty && !NumberText.TryReadHex(wordText, out word))
            return false;
        var kind = (FileKind)(byte)word;
        if (kind is not (FileKind.Regular or FileKind.Folder or FileKind.Image))
            return false;
        // iptux writes the number of a folder's entries in the size field.
        attachment = new Attachment((uint)id, FieldReader.Unescape(name, names), kind == FileKind.Folder ? 0 : size, kind)
        {
            Flags = (FileFlags)(word & 0xFFFFFF00),
            Modified = hasTime ? FileTimes.Read(time) : null,
            ExtendedAttributes = ExtendedAttributesReader.Read(ref fields, names),
        };
        return true;
    }
}
