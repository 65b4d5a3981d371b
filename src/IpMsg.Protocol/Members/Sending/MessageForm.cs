using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>The form of a message for some of its recipients: encoding, option bits and attachment list.</summary>
internal sealed class MessageForm
{
    private readonly OfferList _list;
    private readonly bool _isInline;

    internal MessageForm(MessageFlags flags, Encoding encoding, OfferList list, bool inline)
    {
        Flags = flags;
        Encoding = encoding;
        _list = list;
        _isInline = inline;
    }

    /// <summary>The option bits of the plaintext message.</summary>
    internal MessageFlags Flags { get; }

    internal Encoding Encoding { get; }

    /// <summary>The entries of the attachment list.</summary>
    internal IReadOnlyList<Attachment> Entries => _list.Entries(_isInline);

    internal bool HasList => Entries.Count > 0;

    /// <summary>The maximum length of text and list in bytes.</summary>
    internal int MaxLength(string text) => Encoding.GetByteCount(text) + _list.Measure(Encoding) + 2;

    /// <summary>Writes the attachment list and its NUL. Requires <see cref="HasList"/>.</summary>
    internal void WriteList(ref PacketWriter writer)
    {
        AttachmentListWriter.Write(ref writer, _list.Entries(_isInline), Encoding);
        writer.Nul();
    }
}
