using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Xunit;
using static IpMsg.Node.Tests.Upload.UploadClient;

namespace IpMsg.Node.Tests.Upload;

/// <summary>Links inside an offered folder: nothing from outside goes out, and nothing goes out for ever.</summary>
public sealed class UploadLinkTests : IDisposable
{
    private readonly UploadNode _server = new();

    public UploadLinkTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege there.");
        _server.Write("docs/a.txt", "abc");
        _server.Write("outside/secret.txt", "secret");
    }

    public void Dispose() => _server.Dispose();

    private void Link(string name, string target) => File.CreateSymbolicLink(_server[name], target);

    private (string Stream, string? Reason) Fetch(string name = "docs")
    {
        var offer = _server.Offer(name);
        string stream;
        using (var bob = _server.Call())
            stream = bob.Say(FolderRequest(offer)).ReadStream();
        UploadNode.AwaitTaken(offer);
        return (stream, offer.Reason);
    }

    [Fact]
    public void A_link_to_a_file_or_folder_inside_is_followed()
    {
        _server.Write("docs/v1/b.txt", "b");
        Link("docs/latest.txt", "v1/b.txt");
        Link("docs/current", "v1");
        var (stream, reason) = Fetch();
        Assert.All(["[a.txt=abc]", "[latest.txt=b]", "current([b.txt=b])", "v1([b.txt=b])"],
            part => Assert.Contains(part, stream, StringComparison.Ordinal));
        Assert.Null(reason);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("../outside/secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../docs")]
    [InlineData("x")]
    [InlineData("nowhere")]
    [InlineData("../docs-too")]
    public void A_link_that_leads_out_or_up_or_nowhere_is_left_out(string target)
    {
        Directory.CreateDirectory(_server["docs-too"]);
        Link("docs/x", target);
        Assert.Equal(("docs([a.txt=abc])", "'x' was left out."), Fetch());
    }

    [Fact]
    public void Links_in_circles_end()
    {
        Directory.CreateDirectory(_server["docs/left"]);
        Directory.CreateDirectory(_server["docs/right"]);
        Link("docs/left/r", "../right");
        Link("docs/right/l", "../left");
        var (stream, _) = Fetch();
        Assert.Contains("left(r())", stream, StringComparison.Ordinal);
        Assert.Contains("right(l())", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_links_in_each_of_many_folders_do_not_multiply()
    {
        foreach (int i in Enumerable.Range(0, 40))
        {
            Directory.CreateDirectory(_server["docs/" + i]);
            Link($"docs/{i}/a", "../" + (i + 1));
            Link($"docs/{i}/b", "../" + (i + 1));
        }
        Assert.InRange(Fetch().Stream.Count(each => each == '('), 100, 200);
    }

    [Fact]
    public void The_offered_folder_itself_may_be_a_link()
    {
        Link("shortcut", "docs");
        Link("docs/same", "a.txt");
        Assert.Equal("shortcut([a.txt=abc][same=abc])".Length, Fetch("shortcut").Stream.Length);
    }

    [Fact]
    public void Pipes_and_sockets_are_passed_over()
    {
        using (var make = Process.Start("mkfifo", [_server["docs/pipe"]]))
            make.WaitForExit();
        Assert.Equal(("docs([a.txt=abc])", "'pipe' was left out."), Fetch());
    }
}
