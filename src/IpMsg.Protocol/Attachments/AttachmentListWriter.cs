using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>Writes attachment lists as the reference client does: a colon and a BEL after every entry, including the last (R74).</summary>
public static class AttachmentListWriter
{
    /// <summary>Writes the list. The writer is full afterwards when the list does not fit.</summary>
    /// <param name="writer">The packet's writer.</param>
    /// <param name="attachments">The entries. No field may be empty, because two colons are an escaped colon (R75).</param>
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
