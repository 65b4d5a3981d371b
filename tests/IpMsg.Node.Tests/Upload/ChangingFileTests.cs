using System;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members.Offers;
using Xunit;
using static IpMsg.Node.Tests.Upload.UploadClient;

namespace IpMsg.Node.Tests.Upload;

/// <summary>A recipient gets the offered contents or an error.</summary>
public sealed class ChangingFileTests : IDisposable
{
    // More than all the buffers between two sockets hold.
    private const int Large = 40_000_000;

    private readonly UploadNode _server = new();

    public void Dispose() => _server.Dispose();

    private string Sparse(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_server[name])!);
        using var file = File.Create(_server[name]);
        file.SetLength(Large);
        return _server[name];
    }

    public static TheoryData<string> Changes => ["shrinks", "is touched", "vanishes", "is replaced", "becomes a folder"];

    private static void Change(string path, string how)
    {
        switch (how)
        {
            case "grows":
                OpenFiles.AppendAllText(path, "x");
                break;
            case "shrinks":
                using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                    file.SetLength(file.Length - 1);
                break;
            case "is touched":
                File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                break;
            case "vanishes":
                OpenFiles.Delete(path);
                break;
            case "is replaced":
                File.WriteAllText(path + "2", "another");
                OpenFiles.Replace(path + "2", path);
                break;
            default:
                OpenFiles.Delete(path);
                Directory.CreateDirectory(path);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_changed_since_it_was_offered_is_refused_without_a_byte(string how)
    {
        string path = _server.Write("a.txt", "hello");
        var offer = _server.Offer("a.txt");
        Change(path, how);
        foreach (string request in (string[])[FileRequest(offer), FolderRequest(offer)])
        {
            using var bob = _server.Call();
            Assert.True(bob.Say(request).IsTurnedAway());
            Assert.Equal(how == "vanishes" ? "'a.txt' is not there any more." : "'a.txt' has changed since it was offered.",
                UploadNode.AwaitFailure(offer));
            Assert.Equal((OfferState.Waiting, true), (offer.State, offer.Report.IsSourceLost));
        }
    }

    [Fact]
    public void A_longer_file_with_the_same_times_in_its_place_is_no_file_that_has_grown()
    {
        string path = _server.Write("a.log", "hello");
        var offer = _server.Offer("a.log");
        string other = _server.Write("b.log", "help and more");
        // Windows gives a new file of the same name the time of creation of the old one, as ReplaceFile does.
        if (OperatingSystem.IsWindows())
            File.SetCreationTimeUtc(other, File.GetCreationTimeUtc(path));
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(path));
        OpenFiles.Replace(other, path);
        using var bob = _server.Call();
        Assert.True(bob.Say(FileRequest(offer)).IsTurnedAway());
        Assert.Equal("'a.log' has changed since it was offered.", UploadNode.AwaitFailure(offer));
    }

    [Fact]
    public void A_file_that_has_grown_is_sent_up_to_the_length_that_was_offered()
    {
        _server.RequireCreationTimes();
        string path = _server.Write("a.log", "hello");
        var offer = _server.Offer("a.log");
        File.AppendAllText(path, " and more");
        using (var bob = _server.Call())
            Assert.Equal("hello", bob.Say(FileRequest(offer)).ReadText(5));
        UploadNode.AwaitTaken(offer);
        Assert.Equal(("'a.log' has grown; what was added later was not sent.", 5), (offer.Reason, offer.BytesSent));
        using (var bob = _server.Call())
            Assert.Contains("[a.log=hello", bob.Say(FolderRequest(offer)).ReadStream(expectsFolder: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_back_can_be_fetched_after_it_was_refused()
    {
        string path = _server.Write("a.txt", "hello");
        var offer = _server.Offer("a.txt");
        File.Move(path, path + "2");
        using (var bob = _server.Call())
            Assert.True(bob.Say(FileRequest(offer)).IsTurnedAway());
        UploadNode.AwaitFailure(offer);
        File.Move(path + "2", path);
        using (var bob = _server.Call())
            Assert.Equal("hello", bob.Say(FileRequest(offer)).ReadText(5));
        UploadNode.AwaitTaken(offer);
        Assert.Equal((null, false), (offer.Reason, offer.Report.IsSourceLost));
    }

    [Fact]
    public void A_file_that_grows_while_it_is_sent_arrives_in_the_length_that_was_offered()
    {
        _server.RequireCreationTimes();
        string path = Sparse("a.bin");
        var offer = _server.Offer("a.bin");
        using (var bob = _server.Call())
        {
            bob.Say(FileRequest(offer)).Read(1000);
            Change(path, "grows");
            Assert.Equal(Large - 1000, bob.Read(Large - 1000).Length);
        }
        UploadNode.AwaitTaken(offer);
        Assert.Equal(("'a.bin' has grown; what was added later was not sent.", Large), (offer.Reason, offer.BytesSent));
    }

    [Fact]
    public void A_file_of_a_folder_arrives_in_the_length_of_its_header()
    {
        _server.RequireCreationTimes();
        string path = Sparse("docs/a.bin");
        var offer = _server.Offer("docs");
        using (var bob = _server.Call())
        {
            bob.Say(FolderRequest(offer)).Read(1000);
            Change(path, "grows");
            bob.Read(Large - 1000);
            bob.Socket.Shutdown(SocketShutdown.Send);
            // What is left are the headers, which took the place of as many bytes of the file.
            Assert.InRange(bob.Read(Large).Length, 1, 1000);
        }
        UploadNode.Await(offer, each => each.EndedAt is not null);
        Assert.Equal(("'a.bin' has grown; what was added later was not sent.", false), (offer.Reason, offer.Report.IsIncomplete));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_changes_while_it_is_sent_never_arrives_whole(string how)
    {
        string path = Sparse("a.bin");
        var offer = _server.Offer("a.bin");
        using var bob = _server.Call();
        bob.Say(FileRequest(offer)).Read(1000);
        Change(path, how);
        Assert.InRange(bob.Read(Large).Length, 1, Large - 1001);
        Assert.Equal("'a.bin' has changed while it was sent.", UploadNode.AwaitFailure(offer));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_folder_in_which_a_file_changes_while_it_is_sent_is_cut_short(string how)
    {
        string path = Sparse("docs/a.bin");
        var offer = _server.Offer("docs");
        using var bob = _server.Call();
        bob.Say(FolderRequest(offer)).Read(1000);
        Change(path, how);
        Assert.InRange(bob.Read(2 * Large).Length, 1, Large - 1);
        Assert.Equal("'a.bin' has changed while it was sent.", UploadNode.AwaitFailure(offer));
    }

    [Fact]
    public void Something_else_in_place_of_an_offered_folder_is_refused()
    {
        Directory.CreateDirectory(_server["docs"]);
        var offer = _server.Offer("docs");
        Directory.Delete(_server["docs"]);
        _server.Write("docs", "a file");
        using var bob = _server.Call();
        Assert.True(bob.Say(FolderRequest(offer)).IsTurnedAway());
        Assert.Equal("'docs' has changed since it was offered.", UploadNode.AwaitFailure(offer));
    }

    [Fact]
    public void A_file_that_comes_to_the_folder_later_goes_out_as_well()
    {
        _server.Write("docs/a.txt", "abc");
        var offer = _server.Offer("docs");
        _server.Write("docs/b.txt", "b");
        using var bob = _server.Call();
        Assert.Contains("[b.txt=b]", bob.Say(FolderRequest(offer)).ReadStream(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_vanishes_on_the_way_cuts_the_stream_short()
    {
        // Listed before or after the large file; either way the stream cannot end well once its folder is gone.
        Sparse("docs/a.bin");
        foreach (int i in Enumerable.Range(0, 20))
            Directory.CreateDirectory(_server["docs/sub" + i]);
        var offer = _server.Offer("docs");
        using var bob = _server.Call();
        bob.Say(FolderRequest(offer)).Read(1000);
        OpenFiles.DeleteFolder(_server["docs"]);
        Assert.InRange(bob.Read(2 * Large).Length, 1, Large - 1);
        Assert.Equal("'a.bin' has changed while it was sent.", UploadNode.AwaitFailure(offer));
    }
}
