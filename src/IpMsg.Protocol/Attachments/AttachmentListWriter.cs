using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>Writes attachment lists as the reference client does: a colon and a BEL behind every entry, also the last (R74).</summary>
public static class AttachmentListWriter
{
    /// <summary>Writes the list; it did not fit if the writer is full afterwards.</summary>
    /// <param name="writer">Writes the packet.</param>
    /// <param name="attachments">The entries; no field of them may be empty, for two colons are an escaped one (R75).</param>
    /// <param name="encoding">The encoding of names.</param>
    public static void Write(ref PacketWriter writer, IReadOnlyList<Attachment> attachments, Encoding encoding)
    {
        for (int at = 0; at < attachments.Count; at++)
            Entry(ref writer, attachments[at], encoding);
    }

    private static void Entry(ref PacketWriter writer, Attachment attachment, Encoding encoding)
    {
        writer.Decimal(attachment.Id);
        writer.Byte((byte)':');
        FieldWriter.Name(ref writer, attachment.Name, encoding);
        writer.Byte((byte)':');
        writer.Hex((ulong)attachment.Size);
        writer.Byte((byte)':');
        writer.Hex(FileTimes.Write(attachment.Modified));
        writer.Byte((byte)':');
        writer.Hex(attachment.AttributeWord);
        FieldWriter.ExtendedAttributes(ref writer, attachment.ExtendedAttributes, encoding);
        writer.Bytes(":\a"u8);
    }
}
