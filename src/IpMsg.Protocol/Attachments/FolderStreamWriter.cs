using System;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Writes the headers of a folder stream (R81). The caller sends the contents between them. A returned header is valid until the next call.
/// For a single file, one header is enough (R83).
/// </summary>
/// <param name="encoding">The encoding of the names, by the UTF8OPT of the request (R93).</param>
public sealed class FolderStreamWriter(Encoding encoding)
{
    // The reference client rejects headers of 1,023 bytes and more (R81).
    private const int MaxHeader = 1000;
    private const int LengthDigits = 4;
    private const int SizeDigits = 9;

    private readonly byte[] _header = new byte[MaxHeader];

    /// <summary>
    /// Opens a folder. Returns nothing when the name is too long for any client; leave out the folder then. No name on a disk is that long.
    /// </summary>
    public ReadOnlyMemory<byte> EnterFolder(string name, FileFlags flags, ExtendedAttributes attributes) =>
        Header(name, 0, SizeDigits, (ulong)flags | (ulong)FileKind.Folder, attributes);

    /// <summary>Begins a file. Exactly <paramref name="size"/> bytes must follow. Returns nothing when the name is too long.</summary>
    public ReadOnlyMemory<byte> BeginFile(string name, long size, FileFlags flags, ExtendedAttributes attributes) =>
        Header(name, size, SizeDigits, (ulong)flags | (ulong)FileKind.Regular, attributes);

    /// <summary>Ends the innermost folder and writes its attributes.</summary>
    public ReadOnlyMemory<byte> LeaveFolder(ExtendedAttributes attributes) => Header(".", 0, 1, (ulong)FileKind.ReturnParent, attributes);

    // When the attributes do not fit, the header goes without them: the file matters more.
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
