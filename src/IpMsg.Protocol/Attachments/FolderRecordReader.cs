using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>Reads a record's header behind its own length.</summary>
internal static class FolderRecordReader
{
    /// <summary>False when name, size or attribute word are missing or no numbers.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> header, NameDecoder names, out FolderRecord record)
    {
        record = default;
        var fields = new FieldReader(header);
        if (!fields.TryEscaped(out var name)
            || !fields.TryPlain(out var sizeText) || !HexNumber.TryRead(sizeText, out long size)
            || !fields.TryPlain(out var wordText) || !HexNumber.TryRead(wordText, out ulong word))
            return false;
        var kind = (FileKind)(byte)word;
        // Folders have no contents, whatever number somebody writes there.
        if (kind is FileKind.Folder or FileKind.ReturnParent)
            size = 0;
        var attributes = ExtendedAttributesReader.Read(ref fields, names);
        record = new FolderRecord(FieldReader.Unescape(name, names), size, kind, (FileFlags)(word & 0xFFFFFF00), attributes);
        return true;
    }
}
