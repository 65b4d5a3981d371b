using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>Writes what goes into an envelope (R67). There is a NUL behind every part, and it is encrypted and signed as well (R66).</summary>
public static class EnvelopeContentWriter
{
    /// <summary>Writes text and lists; it did not fit if the writer is full afterwards.</summary>
    /// <param name="writer">Writes into a buffer of its own.</param>
    /// <param name="text">The text, with line feeds alone.</param>
    /// <param name="encoding">The encoding of everything.</param>
    /// <param name="attachments">What is attached; empty when nothing is, or when the list goes outside.</param>
    /// <param name="recipients">Who else gets the message, for recipients with ENCEXTMSGOPT; empty for nobody.</param>
    public static void Write(ref PacketWriter writer, string text, Encoding encoding, IReadOnlyList<Attachment> attachments, IReadOnlyList<RecipientName> recipients)
    {
        writer.Text(text, encoding);
        writer.Nul();
        if (attachments.Count > 0)
            AttachmentListWriter.Write(ref writer, attachments, encoding);
        // The recipient list is the third part, so the second is there when it is empty, too.
        if (attachments.Count > 0 || recipients.Count > 0)
            writer.Nul();
        if (recipients.Count == 0)
            return;
        RecipientList.Write(ref writer, recipients, encoding);
        writer.Nul();
    }
}
