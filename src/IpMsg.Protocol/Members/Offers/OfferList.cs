using System.Collections.Generic;
using System.Globalization;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>The attachment list of a message in its two forms: with images in the text, and with images as files.</summary>
internal sealed class OfferList
{
    // A random first id, as in the reference client. Ids are not secret.
    private const int MinId = 0x2000_0000;
    private const int MaxId = 0x3F00_0000;

    private readonly IReadOnlyList<OutgoingFile> _files;
    private readonly Attachment[] _inline;
    private readonly Attachment[] _plain;

    internal OfferList(OutgoingMessage message, uint number, IRandomSource random)
    {
        _files = message.Files;
        _inline = new Attachment[_files.Count];
        _plain = new Attachment[_files.Count];
        uint id = _files.Count == 0 ? 0 : (uint)random.Next(MinId, MaxId);
        // The position is after the text; each earlier image counts as one character (R94).
        int position = message.Text.Length;
        for (int at = 0; at < _files.Count; at++, id++)
        {
            var attachment = _files[at].Attachment with { Id = id };
            bool isImage = attachment.Kind == FileKind.Image;
            _inline[at] = isImage ? Inline(attachment, number, position++) : attachment;
            _plain[at] = isImage ? attachment with { Kind = FileKind.Regular } : attachment;
            HasImages |= isImage;
        }
    }

    /// <summary>True when the two forms differ.</summary>
    internal bool HasImages { get; }

    /// <summary>The entries for a client that shows images, or for one that does not.</summary>
    internal IReadOnlyList<Attachment> Entries(bool inline) => inline ? _inline : _plain;

    /// <summary>Creates the offers to a recipient.</summary>
    internal IReadOnlyList<Offer> OffersOf(Delivery delivery, bool inline)
    {
        if (_files.Count == 0)
            return [];
        var offers = new Offer[_files.Count];
        for (int at = 0; at < offers.Length; at++)
            offers[at] = new Offer(delivery, Entries(inline)[at], _files[at].Source);
        return offers;
    }

    /// <summary>The maximum length of the list in bytes.</summary>
    internal int Measure(Encoding encoding)
    {
        const int numbers = 96, extra = 24;
        int most = 1;
        for (int at = 0; at < _files.Count; at++)
        {
            most += numbers + 2 * encoding.GetMaxByteCount(System.Math.Max(_inline[at].Name.Length, _plain[at].Name.Length));
            foreach (var each in _plain[at].ExtendedAttributes.All)
                most += extra + (each.Text is null ? 0 : 2 * encoding.GetMaxByteCount(each.Text.Length));
        }
        return most;
    }

    // The reference client recognises images in the text by this name.
    private static Attachment Inline(Attachment image, uint number, int position) => image with
    {
        Name = string.Format(CultureInfo.InvariantCulture, "ipmsgclip_s_{0}_{1}.png", number, position),
        ExtendedAttributes = new ExtendedAttributes(new ExtendedAttribute(ExtendedAttributeKey.Position, (ulong)position)),
    };
}
