using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Tests.Wire;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>
/// A million damaged lists, requests and streams: nothing throws, and nothing costs more memory than its own length is worth.
/// </summary>
public class MutatedFilesTests
{
    private const ulong Seed = 2425;
    private const int Lists = 350_000, Requests = 350_000, Streams = 300_000;

    // Two times what the shortest entry that says anything costs for each of its bytes.
    private const int BytesEach = 64;
    private const int BytesOnce = 16_384;

    private static readonly byte[][] s_listExamples =
    [
        .. new[]
        {
            @"1073741824:report.txt:5:6553f100:1:\a1073741825:docs:0:6553f100:2:\a",
            @"0:a::b.txt:bb8:65000000:1:14=65000000:\a:1:folder1:0:65000000:2:\a:",
            @"1073741824:ipmsgclip_s_1700000030_3.png:1a2b:6553f100:20:8=3:\a",
            @"10001:b \xe6\x97\xa5\xe6\x9c\xac.bin:1f400:6b03258d:1:\a",
            @"1:\x83\x5c\x95\x5c:100000000:1da1747c66d0000:f101:1=3e8:2=al::ice:3=64:4=staff:"
                + @"10=1a4:13=1:14=2:15=3:16=4:20=5:22=0,1:30=x:41=y:\a",
        }.Select(EscapedText.Bytes),
    ];

    private static readonly byte[][] s_requestExamples =
    [
        .. new[]
        {
            @"1:1700000020:bob:BOB-PC:8388704:6553f10a:40000000:0:\0",
            @"1:1700000020:bob:BOB-PC:8388706:6553f10a:40000000:\0",
            @"1_iptux 0.10.0:15:root:vm:2097250:6b032597:1:0\0",
            "1:1:u:h:96:1700000010:1073741824:10",
            @"1:1700000020:bob:BOB-PC:4196450:41900004:gj6YfDYh:4chBEKNh:FyH/6hwN\0",
        }.Select(EscapedText.Bytes),
    ];

    [Fact]
    [Rule(74, 95)]
    public void R74_and_R95_damaged_lists_do_no_harm()
    {
        NameDecoder[] names = [AttachmentText.Utf8, new(Codecs.Japanese, false), new(Codecs.Chinese, false, ObservedEncoding.Utf8),
            new(Codecs.Korean, false, ObservedEncoding.CodePage)];
        int entries = 0;
        ForEach(s_listExamples, Lists, (bytes, index) =>
        {
            var list = AttachmentListReader.Read(bytes, names[index % names.Length], index % 2 == 0);
            entries += list.Count;
            Require(list.Count <= bytes.Length / 6 + 1, "entries out of nothing");
            foreach (var each in list)
            {
                Require(each is { Name.Length: > 0, Size: >= 0, Kind: FileKind.Regular or FileKind.Folder or FileKind.Image }, "entry");
                Require(each.ExtendedAttributes.All.Count <= 18 && (each.Kind != FileKind.Image || index % 2 == 0), "attributes");
            }
        });
        Assert.True(entries > Lists / 2, $"{entries}");
    }

    [Fact]
    [Rule(79, 84)]
    public void R79_and_R84_damaged_requests_do_no_harm_and_mean_the_same_in_any_pieces()
    {
        int complete = 0, read = 0;
        ForEach(s_requestExamples, Requests, (bytes, index) =>
        {
            var whole = new FileRequestAssembler();
            var progress = whole.Feed(bytes);
            var pieces = new FileRequestAssembler();
            for (int at = 0, size = 1 + index % 7; at < bytes.Length; at += size)
                pieces.Feed(bytes.Slice(at, Math.Min(size, bytes.Length - at)));
            Require(progress == pieces.Progress && whole.Pause() == pieces.Pause(), "pieces");
            if (!whole.TryRead(out var packet))
                return;
            complete++;
            Require(pieces.TryRead(out var same) && same.Body.SequenceEqual(packet.Body) && packet.Body.IndexOf((byte)0) < 0, "body");
            foreach (var numbers in new ReadOnlySpan<FileRequestNumbers>(
                [FileRequestNumbers.Hex, FileRequestNumbers.DecimalId, FileRequestNumbers.Decimal]))
            {
                if (FileRequestReader.TryRead(packet, out var request, numbers))
                {
                    read++;
                    Require(request.Offset >= 0 && request.Command == packet.Command, "request");
                }
            }
        });
        Assert.True(complete > Requests / 5 && read > Requests / 5, $"{complete} {read}");
    }

    [Fact]
    [Rule(82, 87)]
    public void R82_and_R87_damaged_streams_do_no_harm_and_mean_the_same_in_any_chunks()
    {
        byte[][] examples = [.. ExampleStreams.All.Select(example => example.Stream)];
        var limits = new FolderStreamLimits { MaxHeader = 1000, MaxDepth = 5, MaxEntries = 6, MaxSize = 1 << 30 };
        var ends = new Dictionary<FolderStreamFailure, int>();
        ForEach(examples, Streams, (bytes, index) =>
        {
            var whole = new FolderStreamWalk(ExampleStreams.Reader(index % 4 != 0, limits));
            whole.Feed(bytes, int.MaxValue);
            var pieces = new FolderStreamWalk(ExampleStreams.Reader(index % 4 != 0, limits));
            pieces.Feed(bytes, 1 + index % 19);
            Require(whole.Result == pieces.Result, "chunks");
            Require(whole is { Deepest: <= 5, Entries: <= 6, Size: <= 1 << 30 }, "limits");
            ends[whole.Failure] = ends.GetValueOrDefault(whole.Failure) + 1;
        });
        Assert.Equal(Enum.GetValues<FolderStreamFailure>(), ends.Keys.Order());
        Assert.True(ends[FolderStreamFailure.None] > Streams / 50, $"{ends[FolderStreamFailure.None]}");
    }

    private delegate void Look(ReadOnlySpan<byte> bytes, int index);

    private static void ForEach(byte[][] examples, int count, Look look)
    {
        var mutator = new DatagramMutator(Seed, examples);
        // Code pages load their tables when they are first used.
        for (int index = 0; index < 200; index++)
            look(mutator.Make(index), index);
        for (int index = 0; index < count; index++)
        {
            var bytes = mutator.Make(index);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                look(bytes, index);
            }
            catch (Exception failure)
            {
                Assert.Fail($"Seed {Seed}, index {index}: {failure}\n{Convert.ToHexString(bytes)}");
            }
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken <= BytesOnce + (long)BytesEach * bytes.Length,
                $"Seed {Seed}, index {index}: {taken} bytes for {bytes.Length}\n{Convert.ToHexString(bytes)}");
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            Assert.Fail(what);
    }
}
