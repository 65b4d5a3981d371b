using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>Writes the plaintext of an envelope (R67). A NUL follows every part; it is encrypted and signed too (R66).</summary>
internal static class EnvelopeContentWriter
{
    /// <summary>Writes text and lists. The writer is full afterwards when they do not fit.</summary>
    /// <param name="writer">The writer of a separate buffer.</param>
    /// <param name="text">The text with line feeds only.</param>
    /// <param name="encoding">The encoding of text and lists.</param>
    /// <param name="attachments">The attachments; empty when there are none or when the list goes into the packet's extension part.</param>
    /// <param name="recipients">All recipients, when the packet has ENCEXTMSGOPT; empty for no list.</param>
    public static void Write(
        ref PacketWriter writer, string text, Encoding encoding,
        IReadOnlyList<Attachment> attachments, IReadOnlyList<RecipientName> recipients)
    {
        writer.Text(text, encoding);
        writer.Nul();
        if (attachments.Count > 0)
            AttachmentListWriter.Write(ref writer, attachments, encoding);
        // The recipient list is the third part, so the second part exists even when it is empty.
        if (attachments.Count > 0 || recipients.Count > 0)
            writer.Nul();
        if (recipients.Count == 0)
            return;
        RecipientList.Write(ref writer, recipients, encoding);
        writer.Nul();
    }
}
