using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using IpMsg.Protocol.Members.Offers;
using Xunit;
using static IpMsg.Node.Tests.Upload.UploadClient;

namespace IpMsg.Node.Tests.Upload;

public sealed class FolderUploadTests : IDisposable
{
    private readonly UploadNode _server = new();

    public void Dispose() => _server.Dispose();

    private string Fetch(Offer offer, string? request = null, bool expectsFolder = true, Encoding? names = null)
    {
        string stream;
        using (var bob = _server.Call())
            stream = bob.Say(request ?? FolderRequest(offer)).ReadStream(expectsFolder, names);
        UploadNode.AwaitTaken(offer);
        return stream;
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private string FetchFolder(string name = "docs") => Fetch(_server.Offer(name));

    // Disks list names in any order.
    private static void AssertParts(string stream, params string[] parts)
    {
        Assert.All(parts, part => Assert.Contains(part, stream, StringComparison.Ordinal));
        Assert.Equal("docs()".Length + parts.Sum(each => each.Length), stream.Length);
    }

    [Fact]
    [Rule(81)]
    public void R81_a_folder_comes_with_all_that_is_in_it()
    {
        _server.Write("docs/a.txt", "abc");
        _server.Write("docs/sub/deep/b.txt", "");
        Directory.CreateDirectory(_server["docs/empty"]);
        AssertParts(FetchFolder(), "[a.txt=abc]", "empty()", "sub(deep([b.txt=]))");
    }

    [Fact]
    [Rule(81)]
    public void R81_the_bytes_are_those_of_the_example()
    {
        Directory.CreateDirectory(_server["docs"]);
        File.WriteAllText(_server["docs/a.txt"], "abc");
        File.SetLastWriteTimeUtc(_server["docs/a.txt"], DateTimeOffset.FromUnixTimeSeconds(0x6553f100).UtcDateTime);
        Directory.SetLastWriteTimeUtc(_server["docs"], DateTimeOffset.FromUnixTimeSeconds(0x6553f100).UtcDateTime);
        var offer = _server.Offer("docs");
        using var bob = _server.Call();
        bob.Say(FolderRequest(offer));
        string folder = Record(bob);
        Assert.Matches("^:docs:000000000:2:(10=[0-9a-f]+:)?14=6553f100:(16=[0-9a-f]+:)?$", folder);
        Assert.Matches("^:a.txt:000000003:1(00|):(10=[0-9a-f]+:)?14=6553f100:(16=[0-9a-f]+:)?$", Record(bob));
        Assert.Equal("abc", bob.ReadText(3));
        Assert.Equal(folder.Replace(":docs:000000000:2:", ":.:0:3:", StringComparison.Ordinal), Record(bob));
        UploadNode.Await(offer, each => each.State == OfferState.Sending && bob.Socket.Available == 0);

        static string Record(UploadClient from) => from.ReadText(Convert.ToInt32(from.ReadText(4), 16) - 4);
    }

    [Fact]
    [Rule(81)]
    public void R81_iptux_sends_an_offset_and_a_flag_with_its_request()
    {
        _server.Write("docs/a.txt", "abc");
        var offer = _server.Offer("docs");
        Assert.Equal("docs([a.txt=abc])", Fetch(offer, $"1:5:bob:BOB-PC:{0x200062}:{offer.Delivery.Number:x}:{offer.Attachment.Id:x}:0\0"));
    }

    [Fact]
    [Rule(83)]
    public void R83_a_single_file_is_one_record_without_an_end()
    {
        _server.Write("a.txt", "hello");
        Assert.Equal("[a.txt=hello]", Fetch(_server.Offer("a.txt"), expectsFolder: false, request: null));
        _server.Write("empty", "");
        Assert.Equal("[empty=]", Fetch(_server.Offer("empty"), expectsFolder: false, request: null));
    }

    [Fact]
    [Rule(93)]
    public void R93_the_request_decides_how_names_are_written()
    {
        var japanese = Encoding.GetEncoding("shift_jis");
        _server.Write("docs/報告.txt", "x");
        var offer = _server.Offer("docs");
        Assert.Equal("docs([報告.txt=x])", Fetch(offer, FolderRequest(offer)));
        using var bob = _server.Call();
        Assert.Equal("docs([報告.txt=x])", bob.Say(FolderRequest(offer, flags: 0)).ReadStream(names: japanese));
    }

    [Fact]
    [Rule(75)]
    public void R75_colons_in_names_are_doubled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No such names there.");
        _server.Write("docs/a:b.txt", "x");
        Assert.Equal("docs([a:b.txt=x])", FetchFolder());
    }

    [Fact]
    public void A_large_file_among_small_ones_crosses_the_buffers()
    {
        Directory.CreateDirectory(_server["docs"]);
        _server.Write("docs/large", 3_000_017);
        foreach (int i in Enumerable.Range(0, 300))
            _server.Write("docs/" + i, 4_000 + i);
        var offer = _server.Offer("docs");
        using (var bob = _server.Call())
        {
            string stream = bob.Say(FolderRequest(offer)).ReadStream();
            // The contents may have brackets of their own.
            Assert.Equal(301, Regex.Count(stream, @"\[(large|\d+)="));
            Assert.EndsWith("])", stream, StringComparison.Ordinal);
        }
        UploadNode.AwaitTaken(offer);
        Assert.True(offer.BytesSent > 3_000_017 + 300 * 4_000);
    }

    [Fact]
    public void What_cannot_be_read_is_marked_as_the_reference_client_does_and_remembered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Root may read everything.");
        _server.Write("docs/secret", "x");
        SetMode(_server["docs/secret"], UnixFileMode.None);
        Directory.CreateDirectory(_server["docs/closed"]);
        SetMode(_server["docs/closed"], UnixFileMode.None);
        var offer = _server.Offer("docs");
        AssertParts(Fetch(offer), "[secret (Can't open)=]", "closed()");
        Assert.EndsWith("and 1 more were left out.", offer.Reason, StringComparison.Ordinal);
        SetMode(_server["docs/closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_file_that_may_be_listed_and_not_looked_at_cannot_be_opened_either()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Names are text there.");
        _server.Write("docs/a.txt", "abc");
        Shell($"printf x > '{_server["docs"]}'/$(printf 'b\\377ad')");
        var offer = _server.Offer("docs");
        AssertParts(Fetch(offer), "[a.txt=abc]", "[b\uFFFDad (Can't open)=]");
        Assert.Equal(("'b\uFFFDad' was left out.", true), (offer.Reason, offer.Report.IsIncomplete));
        // What .NET cannot name it cannot delete.
        Shell($"rm '{_server["docs"]}'/b*");

        static void Shell(string command)
        {
            using var shell = System.Diagnostics.Process.Start("sh", ["-c", command]);
            shell.WaitForExit();
        }
    }

    [Fact]
    public void No_deeper_than_a_recipient_would_go()
    {
        string path = "docs" + string.Concat(Enumerable.Repeat("/d", 140));
        Directory.CreateDirectory(_server[path]);
        Assert.Equal("docs(" + string.Concat(Enumerable.Repeat("d(", 127)) + new string(')', 128), FetchFolder());
    }
}
