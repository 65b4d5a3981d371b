using System;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Writes the headers of a folder stream (R81); the contents go between them as they are. Each header is good until the next one is
/// written. With a file alone, the first header is the only one (R83).
/// </summary>
/// <param name="encoding">The encoding of names: by the flag of the request (R93).</param>
public sealed class FolderStreamWriter(Encoding encoding)
{
    // The reference client rejects 1,023 and more (R81).
    private const int MaxHeader = 1000;
    private const int LengthDigits = 4;
    private const int SizeDigits = 9;

    private readonly byte[] _header = new byte[MaxHeader];

    /// <summary>
    /// Opens a folder. Empty when the name is too long for any client, which no name on a disk is; then the folder has to be left out.
    /// </summary>
    public ReadOnlyMemory<byte> EnterFolder(string name, FileFlags flags, ExtendedAttributes attributes) =>
        Header(name, 0, SizeDigits, (ulong)flags | (ulong)FileKind.Folder, attributes);

    /// <summary>Begins a file; exactly so many bytes have to follow. Empty as with folders.</summary>
    public ReadOnlyMemory<byte> BeginFile(string name, long size, FileFlags flags, ExtendedAttributes attributes) =>
        Header(name, size, SizeDigits, (ulong)flags | (ulong)FileKind.Regular, attributes);

    /// <summary>Leaves the innermost folder, whose attributes these are.</summary>
    public ReadOnlyMemory<byte> LeaveFolder(ExtendedAttributes attributes) => Header(".", 0, 1, (ulong)FileKind.ReturnParent, attributes);

    // Attributes are worth less than the file, so they stay behind when both have no room.
    private ReadOnlyMemory<byte> Header(string name, long size, int sizeDigits, ulong word, ExtendedAttributes attributes)
    {
        int length = TryHeader(name, size, sizeDigits, word, attributes);
        if (length == 0 && attributes.All.Count > 0)
            length = TryHeader(name, size, sizeDigits, word, ExtendedAttributes.None);
        return _header.AsMemory(0, length);
    }

    private int TryHeader(string name, long size, int sizeDigits, ulong word, ExtendedAttributes attributes)
    {
        var writer = new PacketWriter(_header.AsSpan(LengthDigits));
        writer.Byte((byte)':');
        FieldWriter.Name(ref writer, name, encoding);
        writer.Byte((byte)':');
        writer.Hex((ulong)size, sizeDigits);
        writer.Byte((byte)':');
        writer.Hex(word);
        FieldWriter.ExtendedAttributes(ref writer, attributes, encoding);
        writer.Byte((byte)':');
        if (writer.IsFull)
            return 0;
        int length = LengthDigits + writer.Length;
        new PacketWriter(_header.AsSpan(0, LengthDigits)).Hex((ulong)length, LengthDigits);
        return length;
    }
}
