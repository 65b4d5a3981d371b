using System;
using System.Collections.Generic;
using IpMsg.Protocol.Attachments;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets;

/// <summary>A folder stream (R81 to R87), read at once and in small chunks.</summary>
internal sealed class FolderTarget : FuzzTarget
{
    private const int MaxDepth = 5, MaxEntries = 12, MaxHeader = 1000;
    private const long MaxSize = 1L << 40;

    private static readonly FolderStreamLimits s_limits =
        new() { MaxHeader = MaxHeader, MaxDepth = MaxDepth, MaxEntries = MaxEntries, MaxSize = MaxSize };

    internal override string Name => "folder";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.WithChoices(Targets.Seeds.Of(
        @"002d:docs:000000000:2:14=6553f100:16=6553f000:001c:a.txt:3:1:14=6553f100:abc000f:empty:0:2:000b:.:0:3:"
            + @"0025:.:0:3:14=6553f100:16=6553f000:",
        @"000f:docs:0:2:000f:a::b:0:101:000a:l:5:4:where0010:\xe8\xa1\xa8:2:4001:xy000b:.:0:3:behind",
        @"000f:docs:0:2:0045:n:1:1:2=us::er:10=1a4:13=1:14=2:15=3:16=4:30=acl:99=?:x000a:p:0:7:000b:.:0:3:",
        @"000a:d:0:2:000a:d:0:2:000a:d:0:2:000a:d:0:2:000a:d:0:2:000a:d:0:2:000a:d:0:2:000a:.:0:3:000a:.:0:3:",
        @"0026:report.txt:000000005:1:14=6553f100:hello, and more",
        @"000e:empty:0:1:",
        @"1001:"));

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        "000a:.:0:3:", "000a:d:0:2:", "000a:f:0:1:", "000a:f:1:1:x", "000a:l:1:4:x", "::", "ffff:", ":7fffffffffffffff:", "03e8:");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var choices = Choices.Of(input, out var stream);
        var names = new NameDecoder(choices.Codec, choices.IsFlagged, choices.Observed, choices.Dialect);
        bool isFolder = !choices.IsOdd;
        var whole = new FolderStreamWalk(new FolderStreamReader(names, isFolder, s_limits));
        whole.Feed(stream, int.MaxValue);
        var chunks = new FolderStreamWalk(new FolderStreamReader(names, isFolder, s_limits));
        chunks.Feed(stream, 1 + stream.Length % 7);
        Require.That(whole.Result == chunks.Result, "chunks");
        Require.That(whole is { Deepest: <= MaxDepth, Entries: <= MaxEntries, Size: >= 0 and <= MaxSize }, "limits");
    }
}
