using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Folder streams and single files, good and bad, to be cut and damaged.</summary>
internal static class ExampleStreams
{
    private static readonly string s_docs = Record("docs:000000000:2:14=6553f100:16=6553f000"), s_leave = Record(".:0:3");

    internal static IReadOnlyList<(byte[] Stream, bool IsFolder)> All { get; } =
    [
        (EscapedText.Bytes(s_docs + Record("a.txt:3:1:14=6553f100") + "abc" + Record("empty:0:2") + s_leave
            + Record(".:0:3:14=6553f100:16=6553f000")), true),
        (EscapedText.Bytes(
            s_docs + Record("a::b:0:101") + Record("l:5:4") + "where" + Record(@"\xe8\xa1\xa8:2:4001") + "xy" + s_leave + "behind"), true),
        (EscapedText.Bytes(s_docs + Record("n:1:1:2=us::er:10=1a4:13=1:14=2:15=3:16=4:30=acl:99=?") + "x" + Record("p:0:7") + s_leave),
            true),
        (EscapedText.Bytes(s_docs + string.Concat(Enumerable.Repeat(Record("d:0:2"), 9)) + string.Concat(Enumerable.Repeat(s_leave, 10))),
            true),
        (EscapedText.Bytes(s_docs + Record("f:2:1") + "xyz" + s_leave), true),
        (EscapedText.Bytes(s_leave + s_docs), true),
        (EscapedText.Bytes(s_docs + "1001:"), true),
        (EscapedText.Bytes(Record("report.txt:000000005:1:14=6553f100") + "hello, and more"), false),
        (EscapedText.Bytes(Record("empty:0:1")), false),
        (EscapedText.Bytes(s_docs), false),
        (Recorded(RecordedDialogue.Reference, 109, 133), true),
        (Recorded(RecordedDialogue.Iptux, 54, 78), true),
        (Recorded(RecordedDialogue.Iptux, 96, 111), true),
    ];

    internal static FolderStreamReader Reader(bool isFolder, FolderStreamLimits? limits = null) =>
        new(AttachmentText.Utf8, isFolder, limits ?? new FolderStreamLimits());

    /// <summary>The stream in pieces of up to forty bytes, some of them empty.</summary>
    internal static IEnumerable<ReadOnlyMemory<byte>> Chunks(byte[] stream, ulong seed)
    {
        var random = new SeededNumbers(seed);
        for (int at = 0; at < stream.Length;)
        {
            int length = Math.Min(random.Below(41), stream.Length - at);
            yield return stream.AsMemory(at, length);
            at += length;
        }
    }

    private static byte[] Recorded(string file, int first, int last) =>
        [.. RecordedDialogue.Read(file).Where(record => record.Line >= first && record.Line <= last).SelectMany(record => record.Bytes)];

    private static string Record(string fields) => FolderStreamReaderTests.Record(fields);
}
