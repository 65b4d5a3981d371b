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
    private readonly OfferListForm _listForm;

    internal MessageForm(MessageFlags flags, Encoding encoding, OfferList list, OfferListForm listForm)
    {
        Flags = flags;
        Encoding = encoding;
        _list = list;
        _listForm = listForm;
    }

    /// <summary>The form of a message that has no datagram.</summary>
    internal static MessageForm None { get; } =
        new(MessageFlags.None, TextCodec.Utf8, new OfferList(new OutgoingMessage(""), 0, null), default);

    /// <summary>The random number by which the message asks for a proof in its confirmation (R107); null for none.</summary>
    internal ulong? Nonce { get; init; }

    /// <summary>The option bits of the plaintext message.</summary>
    internal MessageFlags Flags { get; }

    internal Encoding Encoding { get; }

    /// <summary>The entries of the attachment list.</summary>
    internal IReadOnlyList<Attachment> Entries => _list.Entries(_listForm);

    internal bool HasList => Entries.Count > 0;

    /// <summary>How much longer than the first datagram a transmission can be in bytes (R44, R118).</summary>
    internal int Growth => MessageEncoder.Padding + (Nonce is null ? 0 : MessageSequence.LineLength + RepeatedCopy.MaxGrowth);

    /// <summary>True when an attachment list or a trailer follows the text.</summary>
    internal bool HasRest => HasList || Nonce is not null;

    /// <summary>The maximum length in bytes of text, list and trailer.</summary>
    internal int MaxLength(string text) => Encoding.GetByteCount(text) + _list.Measure(Encoding) + 3 + MessageProof.NonceLength;

    /// <summary>Writes the attachment list and the trailer, as far as the message has them, after the text and its NUL.</summary>
    /// <param name="writer">The packet.</param>
    /// <param name="hidesList">True when the list is inside the ciphertext.</param>
    internal void WriteRest(ref PacketWriter writer, bool hidesList)
    {
        bool writesList = HasList && !hidesList;
        if (writesList)
            AttachmentListWriter.Write(ref writer, _list.Entries(_listForm), Encoding);
        if (writesList || Nonce is not null)
            writer.Nul();
        if (Nonce is { } nonce)
            MessageProof.WriteNonce(ref writer, nonce);
    }
}
