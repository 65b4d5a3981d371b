using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Reads the list behind a message's text. What is malformed or of a type that cannot be fetched is passed over; nothing throws, and the
/// message stands whatever its list is like (R95).
/// </summary>
public static class AttachmentListReader
{
    private const byte Separator = 0x07;

    /// <summary>Reads a list in any of the forms that clients write (R74).</summary>
    /// <param name="list">The ext of the message.</param>
    /// <param name="names">How names are read.</param>
    /// <param name="acceptsImages">False when entries of type CLIPBOARD are to be passed over (R94).</param>
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
        // Of "\a:" between entries the colon is left over (R74).
        var fields = new FieldReader(entry.Length > 0 && entry[0] == (byte)':' ? entry.Slice(1) : entry);
        if (!fields.TryPlain(out var idText) || !DecimalNumber.TryRead(idText, out long id) || id > uint.MaxValue
            || !fields.TryEscaped(out var name) || name.IsEmpty
            || !fields.TryPlain(out var sizeText) || !HexNumber.TryRead(sizeText, out long size))
            return false;
        DateTimeOffset? modified = fields.TryPlain(out var timeText) && HexNumber.TryRead(timeText, out ulong time) ? FileTimes.Read(time) : null;
        // A missing attribute word means a file (R74); one that cannot be read means nothing.
        ulong word = (ulong)FileKind.Regular;
        if (fields.TryPlain(out var wordText) && !wordText.IsEmpty && !HexNumber.TryRead(wordText, out word))
            return false;
        var kind = (FileKind)(byte)word;
        if (kind is not (FileKind.Regular or FileKind.Folder or FileKind.Image))
            return false;
        // iptux gives the number of a folder's entries where a size is expected.
        attachment = new Attachment((uint)id, FieldReader.Unescape(name, names), kind == FileKind.Folder ? 0 : size, kind)
        {
            Flags = (FileFlags)(word & 0xFFFFFF00),
            Modified = modified,
            ExtendedAttributes = ExtendedAttributesReader.Read(ref fields, names),
        };
        return true;
    }
}
