using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>Reads a record's header without the length in front of it.</summary>
internal static class FolderRecordReader
{
    /// <summary>Returns false when name, size or attribute word are missing or invalid.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> header, NameDecoder names, out FolderRecord record)
    {
        record = default;
        var fields = new FieldReader(header);
        if (!fields.TryEscaped(out var name)
            || !fields.TryPlain(out var sizeText) || !NumberText.TryReadHex(sizeText, out long size)
            || !fields.TryPlain(out var wordText) || !NumberText.TryReadHex(wordText, out ulong word))
            return false;
        var kind = (FileKind)(byte)word;
        // Folders have no contents; ignore the size that some clients write.
        if (kind is FileKind.Folder or FileKind.ReturnParent)
            size = 0;
        var attributes = ExtendedAttributesReader.Read(ref fields, names);
        record = new FolderRecord(FieldReader.Unescape(name, names), size, kind, (FileFlags)(word & 0xFFFFFF00), attributes);
        return true;
    }
}
