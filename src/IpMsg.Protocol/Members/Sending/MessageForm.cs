using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>How a message is written for some of its recipients: the encoding, the option bits, and what the attachment list has.</summary>
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

    /// <summary>The option bits of the plain form.</summary>
    internal MessageFlags Flags { get; }

    internal Encoding Encoding { get; }

    /// <summary>What is offered; empty for nothing.</summary>
    internal IReadOnlyList<Attachment> Entries => _list.Entries(_isInline);

    internal bool HasList => Entries.Count > 0;

    /// <summary>Bytes that the text and the list need at most.</summary>
    internal int MaxLength(string text) => Encoding.GetByteCount(text) + _list.Measure(Encoding) + 2;

    /// <summary>The attachment list and its NUL; only for a message that <see cref="HasList"/>.</summary>
    internal void WriteList(ref PacketWriter writer)
    {
        AttachmentListWriter.Write(ref writer, _list.Entries(_isInline), Encoding);
        writer.Nul();
    }
}
