using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members.Offers;
using Xunit;
using static IpMsg.Node.Tests.Upload.UploadClient;

namespace IpMsg.Node.Tests.Upload;

/// <summary>Names inside offered folders that clients on Windows cannot have (R115).</summary>
public sealed class FolderNameUploadTests : IDisposable
{
    private readonly UploadNode _server = new();

    public FolderNameUploadTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "No such names there.");

    public void Dispose() => _server.Dispose();

    private string Fetch(Offer offer, bool expectsFolder = true)
    {
        string stream;
        using (var bob = _server.Call())
            stream = bob.Say(FolderRequest(offer)).ReadStream(expectsFolder);
        UploadNode.AwaitTaken(offer);
        return stream;
    }

    [Fact]
    [Rule(115)]
    public void R115_every_name_of_a_folder_is_fit_for_Windows()
    {
        _server.Write("d?cs/x?q*\"<>|.txt", "1");
        var offer = _server.Offer("d?cs");
        Assert.Equal("d_cs", offer.Attachment.Name);
        Assert.Equal("d_cs([x_q_____.txt=1])", Fetch(offer));
        Assert.Equal([new ReplacedName("x?q*\"<>|.txt", "x_q_____.txt")], offer.Report.ReplacedNames);
        Assert.Equal("'x?q*\"<>|.txt' was sent as 'x_q_____.txt'.", offer.Reason);
        Assert.False(offer.Report.IsIncomplete);
    }

    [Fact]
    [Rule(115)]
    public void R115_so_are_folders_in_it_and_no_two_names_become_one()
    {
        _server.Write("docs/aux/a|b/c.", "1");
        _server.Write("docs/aux/a_b/d", "2");
        _server.Write("docs/_AUX", "3");
        var offer = _server.Offer("docs");
        string stream = Fetch(offer);
        foreach (string part in (string[])["_aux (2)(", "[_AUX=3]", "a_b (2)([c_=1])", "a_b([d=2])"])
            Assert.Contains(part, stream, StringComparison.Ordinal);
        Assert.All(
            offer.Report.ReplacedNames, each => Assert.False(SafeFileName.Of(each.Name, NameRules.Windows).IsChanged, each.Name));
        Assert.Equal(
            [
                new ReplacedName("aux", "_aux (2)"), new ReplacedName("aux/a|b", "a_b (2)"), new ReplacedName("aux/a|b/c.", "c_"),
            ],
            offer.Report.ReplacedNames.OrderBy(each => each.Path.Length));
        Assert.EndsWith("and 2 more under other names.", offer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Rule(83, 115)]
    public void R83_R115_a_single_file_has_the_name_of_the_list()
    {
        _server.Write("a*.txt", "hello");
        Assert.Equal("[a_.txt=hello]", Fetch(_server.Offer("a*.txt"), expectsFolder: false));
    }

    [Fact]
    [Rule(115)]
    public void R115_the_mark_of_an_unreadable_file_makes_no_name_too_long()
    {
        Assert.SkipWhen(Environment.UserName == "root", "Root may read everything.");
        string name = new('a', 255);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_server.Write("docs/" + name, "1"), UnixFileMode.None);
        Assert.Equal($"docs([{name[..242]} (Can't open)=])", Fetch(_server.Offer("docs")));
    }

    [Fact]
    [Rule(115)]
    public void R115_a_member_of_ours_gets_the_names_as_they_are()
    {
        _server.Write("docs/aux/x?q*.", "1");
        using var bob = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        bob.Bind(new IPEndPoint(IPAddress.Parse(Bob), 0));
        bob.SendTo(Encoding.ASCII.GetBytes("1:77:bob:BOB-PC:16777219:Bob\0\0\nPF:1"), _server.Node.LocalEndPoint);
        Assert.True(SpinWait.SpinUntil(
            () => _server.Node.Members.Find((IPEndPoint)bob.LocalEndPoint!) is not null, UploadNode.MaxWait));
        var offer = Assert.Single(_server.Offer("docs", [(IPEndPoint)bob.LocalEndPoint!]));
        Assert.Equal("docs(aux([x?q*.=1]))", Fetch(offer));
        Assert.Empty(offer.Report.ReplacedNames);
        Assert.Null(offer.Reason);
    }
}
