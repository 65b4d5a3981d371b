using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Lists and attributes in a form that can be compared at a glance.</summary>
internal static class AttachmentText
{
    internal static readonly NameDecoder Utf8 = new(Codecs.Japanese, flagged: true);

    internal static IReadOnlyList<Attachment> List(string shown, NameDecoder? names = null, bool acceptsImages = true) =>
        AttachmentListReader.Read(EscapedText.Bytes(shown), names ?? Utf8, acceptsImages);

    internal static IEnumerable<string> Of(IEnumerable<Attachment> attachments) => attachments.Select(Of);

    internal static string Of(Attachment attachment) => string.Create(CultureInfo.InvariantCulture,
        $"{attachment.Id} {attachment.Name} {attachment.Size} {attachment.Modified?.ToUnixTimeSeconds():x} {attachment.Kind} "
            + $"{attachment.Flags}{Of(attachment.ExtendedAttributes)}");

    internal static string Of(ExtendedAttributes attributes) =>
        string.Concat(attributes.All.Select(attribute =>
            FormattableString.Invariant(
                $" {attribute.Key}={attribute.Text ?? attribute.Number.ToString("x", CultureInfo.InvariantCulture)}")));
}
