using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Files;

/// <summary>Lists and attributes in a form that can be compared at a glance.</summary>
internal static class Shown
{
    internal static readonly NameDecoder Utf8 = new(Codecs.Japanese, flagged: true);

    internal static IReadOnlyList<Attachment> List(string shown, NameDecoder? names = null, bool acceptsImages = true) =>
        AttachmentListReader.Read(EscapedText.Bytes(shown), names ?? Utf8, acceptsImages);

    internal static IEnumerable<string> Of(IEnumerable<Attachment> attachments) => attachments.Select(Of);

    internal static string Of(Attachment attachment) => FormattableString.Invariant(
        $"{attachment.Id} {attachment.Name} {attachment.Size} {attachment.Modified?.ToUnixTimeSeconds():x} {attachment.Kind} {attachment.Flags}{Of(attachment.Extras)}");

    internal static string Of(FileExtras extras) =>
        string.Concat(extras.All.Select(extra => FormattableString.Invariant($" {extra.Key}={extra.Text ?? extra.Number.ToString("x")}")));
}
