using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>A message in one encoding and form: whole as a plain datagram, and in the parts that go into a ciphertext.</summary>
internal sealed class MessageForm
{
    private readonly OfferList _list;
    private readonly bool _isInline;
    private readonly string _text;

    internal MessageForm(string text, MessageFlags flags, Encoding encoding, OfferList list, bool inline)
    {
        _text = text;
        Flags = flags;
        Encoding = encoding;
        _list = list;
        _isInline = inline;
    }

    /// <summary>The option bits of the plain form.</summary>
    internal MessageFlags Flags { get; }

    internal Encoding Encoding { get; }

    internal bool IsLossy => !TextCodec.CanWrite(_text, Encoding);

    internal string Text => _text;

    /// <summary>What is offered; empty for nothing.</summary>
    internal IReadOnlyList<Attachment> Entries => _list.Entries(_isInline);

    internal bool HasList => Entries.Count > 0;

    /// <summary>Bytes that text and list need at most.</summary>
    internal int MaxLength => Encoding.GetByteCount(_text) + _list.Measure(Encoding) + 2;

    /// <summary>The text and its NUL.</summary>
    internal void WriteText(ref PacketWriter writer)
    {
        writer.Text(_text, Encoding);
        writer.Nul();
    }

    /// <summary>The attachment list and its NUL; only for a message that <see cref="HasList"/>.</summary>
    internal void WriteList(ref PacketWriter writer)
    {
        AttachmentListWriter.Write(ref writer, _list.Entries(_isInline), Encoding);
        writer.Nul();
    }
}
