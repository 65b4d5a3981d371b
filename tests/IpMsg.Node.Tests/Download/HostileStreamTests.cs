using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;
using static IpMsg.Node.Tests.Download.SenderScripts;

namespace IpMsg.Node.Tests.Download;

/// <summary>Streams that lie, each with what has to become of it. Whatever that is, nothing may happen outside of the target.</summary>
public sealed class HostileStreamTests : IDisposable
{
    private const int Depth = 20, Count = 100, Size = 10_000;

    private readonly DownloadFixture _fixture = new();

    /// <summary>What is sent, and the tree that comes of it, or the reason of the failure behind an exclamation mark.</summary>
    private static readonly (string Stream, string Outcome)[] s_streams =
    [
        // The end of a folder where none is open, and what comes after the end.
        (Leave, "!StreamMalformed"),
        (Leave + Leave + Enter("d"), "!StreamMalformed"),
        (Record("..:0:3"), "!StreamMalformed"),
        (Enter("d") + Leave + Leave, ""),
        (Enter("d") + Leave + Leave + Leave + Put("evil", "evil"), ""),
        (Enter("d") + Leave + Put("evil", "evil"), ""),
        (Enter("d") + Leave + Enter("d2") + Put("evil", "evil") + Leave, ""),
        (Enter("d") + Enter("e") + Leave + Leave + Leave + Enter("x") + Put("evil", ""), "e/"),
        (Enter("d") + Leave + "garbage that is no record at all", ""),
        (Enter("d") + Record("../..:0:3") + Put("evil", ""), ""),
        (Enter("d") + Record("/tmp:5:3") + "behind", ""),
        // Something else before the folder.
        (Put("evil", "evil") + Enter("d") + Leave, "!StreamMalformed"),
        (Put("../evil", "evil"), "!StreamMalformed"),
        (Record("l:4:4") + "/etc" + Enter("d") + Leave, "!StreamMalformed"),
        (Record("x:0:0") + Enter("d") + Leave, "!StreamMalformed"),
        (Record("i:1:20") + "x", "!StreamMalformed"),
        ("", "!AttachmentUnavailable"),
        ("\0", "!StreamMalformed"),
        ("HTTP/1.1 200 OK\r\n\r\n", "!StreamMalformed"),
        ("<html>", "!StreamMalformed"),
        // Lengths of headers.
        ("0:d:0:2:", "!StreamMalformed"),
        ("0000:d:0:2:", "!StreamMalformed"),
        ("0001:d:0:2:", "!StreamMalformed"),
        ("0005:d:0:2:", "!StreamMalformed"),
        ("000a:d:0:2:", "!StreamMalformed"),
        ("000c:d:0:2:" + Leave, "!StreamMalformed"),
        ("00010:d:0:2:" + Leave, "!StreamMalformed"),
        (":d:0:2:", "!StreamMalformed"),
        ("-00b:d:0:2:", "!StreamMalformed"),
        ("+00b:d:0:2:", "!StreamMalformed"),
        (" 00b:d:0:2:", "!StreamMalformed"),
        ("0x0b:d:0:2:", "!StreamMalformed"),
        ("00g1:d:0:2:", "!StreamMalformed"),
        ("ffff:d:0:2:", "!StreamMalformed"),
        ("7fffffff:d:0:2:", "!StreamMalformed"),
        ("80000000:d:0:2:", "!StreamMalformed"),
        ("ffffffff:d:0:2:", "!StreamMalformed"),
        ("ffffffffffffffff:d:0:2:", "!StreamMalformed"),
        ("10000000000000000b:d:0:2:", "!StreamMalformed"),
        (new string('0', 5000), "!StreamMalformed"),
        ("1001:" + new string('a', 5000), "!StreamMalformed"),
        ("0fff:d", "!TransferBroken"),
        ("000b", "!TransferBroken"),
        // Fields that are missing or no numbers.
        (Record("d"), "!StreamMalformed"),
        (Record("d:0"), "!StreamMalformed"),
        (Record(":0:2"), "!TransferBroken"),
        (Record("::0:2"), "!StreamMalformed"),
        (Record("d:x:2"), "!StreamMalformed"),
        (Record("d:0:x"), "!StreamMalformed"),
        (Record("d:-1:2"), "!StreamMalformed"),
        (Record("d: 0:2"), "!StreamMalformed"),
        (Record("d:0: 2"), "!StreamMalformed"),
        (Enter("d") + Record("f:x:1"), "!StreamMalformed"),
        (Enter("d") + Record("f:1"), "!StreamMalformed"),
        (Enter("d") + Record("f"), "!StreamMalformed"),
        (Enter("d") + Record("f:-1:1"), "!StreamMalformed"),
        (Enter("d") + Record("f:0x1:1"), "!StreamMalformed"),
        (Enter("d") + Record("f:1:"), "!StreamMalformed"),
        (Enter("d") + Record("f:ffffffffffffffff:1"), "!StreamMalformed"),
        (Enter("d") + Record("f:8000000000000000:1"), "!StreamMalformed"),
        (Enter("d") + Record("f:10000000000000000:1"), "!StreamMalformed"),
        // Sizes that lie.
        (Enter("d") + Record("f:7fffffffffffffff:1") + "abc", "!LimitExceeded"),
        (Enter("d") + Record("f:2711:1"), "!LimitExceeded"),
        (Enter("d") + Record("f:2710:1") + new string('x', 10_000) + Leave, "f"),
        (Enter("d") + Record("f:2710:1") + new string('x', 10_000) + Put("g", "x") + Leave, "!LimitExceeded"),
        (Enter("d") + Record("f:2711:4") + "abc", "!LimitExceeded"),
        (Enter("d") + Record("f:5:1") + "abc" + Leave, "!TransferBroken"),
        (Enter("d") + Record("f:5:1") + "abc", "!TransferBroken"),
        (Enter("d") + Record("f:2:1") + "abc" + Leave, "!StreamMalformed"),
        (Enter("d") + Record("f:0:1") + "abc" + Leave, "!StreamMalformed"),
        (Enter("d") + Record("e:ffff:2") + Leave + Leave, "e/"),
        (Enter("d") + Record(".:ffff:3"), ""),
        (Record("d:7fffffffffffffff:2") + Leave, ""),
        // Depth and number.
        (Nested(Depth), Path(Depth - 1)),
        (Nested(Depth + 1), "!LimitExceeded"),
        (Nested(5000), "!LimitExceeded"),
        (Enter("d") + Many(Count - 1) + Leave, null!),
        (Enter("d") + Many(Count) + Leave, "!LimitExceeded"),
        (Enter("d") + string.Concat(Enumerable.Repeat(Enter("e") + Leave, Count)) + Leave, "!LimitExceeded"),
        (Enter("d") + string.Concat(Enumerable.Repeat(Record("p:0:7"), Count)) + Leave, "!LimitExceeded"),
        // Names.
        (Enter("d") + Put("..", "x") + Leave, "!AttachmentRejected"),
        (Enter("d") + Put(".", "x") + Leave, "!AttachmentRejected"),
        (Enter("d") + Enter("..") + Put("evil", "x") + Leave + Leave, "!AttachmentRejected"),
        (Enter("d") + Enter("../outside") + Put("precious", "x") + Leave + Leave, "!AttachmentRejected"),
        (Enter("d") + Put("../../outside/precious", "x") + Leave, "!AttachmentRejected"),
        (Enter("d") + Put("/etc/passwd", "x") + Leave, "!AttachmentRejected"),
        (Enter("d") + Put(@"\\server\share", "x") + Leave, "!AttachmentRejected"),
        (Enter("d") + Put("C:/x", "x") + Leave, "!AttachmentRejected"),
        (Enter("d") + Put("a/b", "x") + Leave, "a_b"),
        (Enter("d") + Put("a\0b", "x") + Leave, "a_b"),
        (Enter("d") + Enter("a/b") + Put("c", "x") + Leave + Leave, "a_b/ a_b/c"),
        (Enter("d") + Put(new string('n', 300), "x") + Leave, new string('n', 255)),
        (Enter("d") + Put(".ipmsg-0000000000000000", "x") + Leave, ".ipmsg-0000000000000000"),
        (Enter("d") + Put("tree", "x") + Put("order", "y") + Leave, "order tree"),
        // The same name again, as anything.
        (Enter("d") + Put("a", "x") + Put("a", "y") + Leave, "a a (2)"),
        (Enter("d") + Put("a.txt", "x") + Put("a.txt", "y") + Put("a (2).txt", "z") + Leave, "a (2) (2).txt a (2).txt a.txt"),
        (Enter("d") + Put("a", "x") + Enter("a") + Put("b", "") + Leave + Leave, "a a (2)/ a (2)/b"),
        (Enter("d") + Enter("a") + Leave + Put("a", "x") + Leave, "a (2) a/"),
        (Enter("d") + Enter("a") + Put("b", "x") + Leave + Enter("a") + Put("b", "y") + Leave + Leave, "a (2)/ a (2)/b a/ a/b"),
        (Enter("d") + Record("a:b:4") + "/etc/passwd" + Put("a", "x") + Leave, "a"),
        (Enter("d") + Record("a:3:4") + "../" + Enter("a") + Put("evil", "x") + Leave + Leave, "a/ a/evil"),
        // Attributes.
        (Enter("d") + Record("f:0:1:10=dff") + Leave, "f"),
        (Enter("d") + Record("f:0:1:14=ffffffffffffffff:15=0:16=-1") + Leave, "f"),
        (Enter("d") + Record("f:0:1:14=7fffffffffffffff") + Leave, "f"),
        (Enter("d") + Record("f:0:1:2=root:4=wheel:1=0:3=0") + Leave, "f"),
        (Enter("d") + Record("f:0:ffffff01") + Leave, "f"),
        (Enter("d") + Record("e:0:ffffff02:10=0") + Put("f", "x") + Leave + Leave, "e/ e/f"),
        (Enter("d") + Record("f:0:1:40=../evil:41=../evil") + Leave, "f"),
        (Record("d:0:2:10=0") + Put("f", "x") + Leave, "f"),
    ];

    public static TheoryData<int> Numbers { get; } = [.. Enumerable.Range(0, s_streams.Length)];

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [MemberData(nameof(Numbers))]
    [Rule(86)]
    public void R86_a_stream_that_lies_does_what_the_table_says_and_no_harm(int number)
    {
        var (stream, outcome) = s_streams[number];
        _fixture.Options = _fixture.Options with { MaxDepth = Depth, MaxCount = Count, MaxSize = Size };
        using var server = new ScriptedServer(serverConnection => serverConnection.Send(stream));
        if (outcome is ['!', .. var reason])
        {
            Assert.Equal(reason, _fixture.Refused(server, WholeFolder("docs")).ErrorId.ToString());
            _fixture.RequireNothing();
            return;
        }
        _fixture.Fetch(server, WholeFolder("docs"));
        _fixture.RequireNothingOutside();
        Assert.Equal(["docs"], _fixture.Names);
        if (outcome is not null)
            Assert.Equal(outcome, string.Join(' ', Tree(_fixture["docs"])));
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Range(0, depth).Select(_ => Enter("d"))) + string.Concat(Enumerable.Range(0, depth).Select(_ => Leave));

    private static string Path(int depth) =>
        string.Join(' ', Enumerable.Range(1, depth).Select(each => string.Concat(Enumerable.Repeat("d/", each))));

    private static string Many(int count) => string.Concat(Enumerable.Range(0, count).Select(index => Put("f" + index, "")));

    private static IEnumerable<string> Tree(string root) =>
        System.IO.Directory.EnumerateFileSystemEntries(root, "*", System.IO.SearchOption.AllDirectories)
            .Select(path => path[(root.Length + 1)..].Replace(System.IO.Path.DirectorySeparatorChar, '/')
                + (System.IO.Directory.Exists(path) ? "/" : "")).Order(StringComparer.Ordinal);
}
