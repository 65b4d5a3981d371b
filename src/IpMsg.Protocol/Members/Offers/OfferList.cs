using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>The attachment list of a message in the forms that its recipients need.</summary>
internal sealed class OfferList
{
    // A random first id, as in the reference client. Ids are not secret.
    private const int MinId = 0x2000_0000;
    private const int MaxId = 0x3F00_0000;

    // The reference client drops the images after these, so they are files (R94).
    private const int MaxInline = 10;

    // The reference client drops the list from a name with one of these on.
    private static readonly char[] s_refused = ['\\', '/', '<', '>', '|', '*'];

    private readonly IReadOnlyList<OutgoingFile> _files;
    private readonly Attachment[]?[] _entries = new Attachment[2 * ((int)ImageSupport.PngAndJpeg + 1)][];
    private readonly bool _hasImages;
    private readonly bool _hasUnfitNames;
    private readonly int _textLength;
    private readonly uint _number;
    private readonly uint _firstId;

    /// <param name="message">The message.</param>
    /// <param name="number">Its packet number.</param>
    /// <param name="random">Draws the first id; null for a message without files, or with a first id.</param>
    /// <param name="firstId">The first id, when the message was sent before; 0 otherwise.</param>
    internal OfferList(OutgoingMessage message, uint number, IRandomSource? random, uint firstId = 0)
    {
        _files = message.Files;
        _textLength = message.Text.Length;
        _number = number;
        _firstId = _files.Count == 0 || firstId != 0 ? firstId : (uint)random!.Next(MinId, MaxId);
        foreach (var file in _files)
        {
            _hasImages |= file.Attachment.Kind == FileKind.Image;
            _hasUnfitNames |= OfferedName.ForWindows(file.Attachment.Name) != file.Attachment.Name;
        }
    }

    /// <summary>The form for a member, or for an address of which nothing is known.</summary>
    internal OfferListForm FormFor(Member? member) => new(
        _hasImages && member is not null ? ImageSupportRules.Of(member.Status) : ImageSupport.None,
        _hasUnfitNames && member is { AcceptsAllNames: true });

    /// <summary>The entries in a form.</summary>
    internal IReadOnlyList<Attachment> Entries(OfferListForm form) =>
        _entries[2 * (int)form.Images + (form.KeepsNames ? 1 : 0)] ??= Write(form);

    /// <summary>Creates the offers to a recipient.</summary>
    internal IReadOnlyList<Offer> OffersOf(Delivery delivery, OfferListForm form)
    {
        if (_files.Count == 0)
            return [];
        var offers = new Offer[_files.Count];
        bool keepsNames = delivery.Member is { AcceptsAllNames: true };
        for (int at = 0; at < offers.Length; at++)
            offers[at] = new Offer(delivery, Entries(form)[at], _files[at].Source) { KeepsNames = keepsNames };
        return offers;
    }

    /// <summary>The maximum length of the list in bytes.</summary>
    internal int Measure(Encoding encoding)
    {
        const int numbers = 96, extra = 24;
        int most = 1;
        var files = Entries(new OfferListForm(ImageSupport.None, KeepsNames: false));
        var images = Entries(new OfferListForm(ImageSupport.PngAndJpeg, KeepsNames: false));
        for (int at = 0; at < files.Count; at++)
        {
            // The name on the disk is longer than the one that is sent when that had to be shortened.
            int longest = Math.Max(_files[at].Attachment.Name.Length, Math.Max(files[at].Name.Length, images[at].Name.Length));
            most += numbers + 2 * encoding.GetMaxByteCount(longest);
            foreach (var each in files[at].ExtendedAttributes.All)
                most += extra + (each.Text is null ? 0 : 2 * encoding.GetMaxByteCount(each.Text.Length));
        }
        return most;
    }

    private Attachment[] Write(OfferListForm form)
    {
        var names = new OfferedNames(form.KeepsNames, () => _files.Select(each => each.Attachment.Name));
        var entries = new Attachment[_files.Count];
        int inline = 0;
        for (int at = 0; at < entries.Length; at++)
        {
            var attachment = _files[at].Attachment with { Id = _firstId + (uint)at };
            bool isImage = attachment.Kind == FileKind.Image;
            bool isShown = isImage && inline < MaxInline && form.Images >= (_files[at].IsJpeg ? ImageSupport.PngAndJpeg : ImageSupport.Png);
            // The position is after the text; each earlier image counts as one character (R94).
            entries[at] = isShown ? Inline(attachment, _textLength + inline++)
                : attachment with
                {
                    Name = names.Of(attachment.Name, attachment.Kind == FileKind.Folder),
                    Kind = isImage ? FileKind.Regular : attachment.Kind,
                };
        }
        return entries;
    }

    private Attachment Inline(Attachment image, int position) => image with
    {
        Name = NameOf(image.Name, position),
        ExtendedAttributes = new ExtendedAttributes(new ExtendedAttribute(ExtendedAttributeKey.Position, (ulong)position)),
    };

    // The reference client drops an image whose name does not end in .png, whatever its format is.
    private string NameOf(string name, int position) =>
        name.IndexOfAny(s_refused) >= 0
            ? string.Format(CultureInfo.InvariantCulture, "ipmsgclip_s_{0}_{1}.png", _number, position)
            : name.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? name : name + ".png";
}
