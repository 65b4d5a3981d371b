using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>An attachment list (R74 to R77, R95), read, written and read again.</summary>
internal sealed class AttachmentsTarget : FuzzTarget
{
    private static readonly NameDecoder s_utf8 = new(Codecs.Japanese, flagged: true);

    private readonly byte[] _buffer = new byte[PacketWriter.MaxDatagram];

    internal override string Name => "attachments";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.WithChoices(Targets.Seeds.Of(
        @"1073741824:report.txt:5:6553f100:1:\a1073741825:docs:0:6553f100:2:\a",
        @"0:a::b.txt:bb8:65000000:1:14=65000000:\a:1:folder1:0:65000000:2:\a:",
        @"1073741824:ipmsgclip_s_1700000030_3.png:1a2b:6553f100:20:8=3:\a",
        @"10001:b \xe6\x97\xa5\xe6\x9c\xac.bin:1f400:6b03258d:1:\a",
        @"1:\x83\x5c\x95\x5c:100000000:1da1747c66d0000:f101:1=3e8:2=al::ice:3=64:4=staff:"
            + @"10=1a4:13=1:14=2:15=3:16=4:20=5:22=0,1:30=x:41=y:6a=1:\a",
        @"1:n:0"));

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        ":\a", "\a:", "::", ":1:14=", ":2:", ":20:8=3:", ":7fffffffffffffff:", ":ffffffffffffffff:", "4294967295:", ":6a=1:");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var choices = Choices.Of(input, out var list);
        var names = new NameDecoder(choices.Codec, choices.IsFlagged, choices.Observed, choices.Dialect);
        var read = AttachmentListReader.Read(list, names, choices.IsOdd);
        Require.That(read.Count <= list.Length / 6 + 1, "entries from nothing");
        foreach (var each in read)
            Check(each, choices.IsOdd);
        // The writer changes control characters of names, so the second list is compared with the third.
        if (TryRewrite(read, out var second) && TryRewrite(second, out var third))
            Require.That(second.SequenceEqual(third, SameAttachment.Comparer), "written list");
    }

    private static void Check(Attachment attachment, bool acceptsImages)
    {
        Require.That(attachment is { Name.Length: > 0, Size: >= 0 }, "name and size");
        Require.That(attachment.Kind is FileKind.Regular or FileKind.Folder || attachment.Kind == FileKind.Image && acceptsImages, "kind");
        Require.That(attachment.Kind != FileKind.Folder || attachment.Size == 0, "size of a folder");
        var keys = attachment.ExtendedAttributes.All.Select(each => each.Key).ToArray();
        Require.That(keys.Length <= 18 && keys.SequenceEqual(keys.Order()) && keys.Distinct().Count() == keys.Length, "attributes");
        Require.That(attachment.ExtendedAttributes.Position is null or >= 0, "position");
    }

    private bool TryRewrite(IReadOnlyList<Attachment> list, out IReadOnlyList<Attachment> again)
    {
        var writer = new PacketWriter(_buffer);
        AttachmentListWriter.Write(ref writer, list, TextCodec.Utf8);
        again = writer.IsFull ? [] : AttachmentListReader.Read(_buffer.AsSpan(0, writer.Length), s_utf8);
        Require.That(writer.IsFull || again.Count == list.Count, "number of written entries");
        return !writer.IsFull;
    }
}
