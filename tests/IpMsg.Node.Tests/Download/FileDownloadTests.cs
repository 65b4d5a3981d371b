using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Download;
using Xunit;
using static IpMsg.Node.Tests.Download.DownloadFixture;

namespace IpMsg.Node.Tests.Download;

/// <summary>Single files, from senders honest and not.</summary>
public sealed class FileDownloadTests : IDisposable
{
    private readonly DownloadFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    [Rule(78)]
    public void R78_the_request_is_the_one_of_the_specification_and_the_contents_come_as_they_are()
    {
        byte[] contents = SenderScripts.Random(1_000_000);
        using var server = new ScriptedServer(SenderScripts.Honest(contents));
        var result = _fixture.Fetch(server, SingleFile("report.txt", contents.Length));
        Assert.Equal(@"1:1700000020:bob:BOB-PC:8388704:6553f10a:40000000:0:\x00", Assert.Single(server.Requests));
        Assert.Equal((_fixture["report.txt"], false, 1_000_000L, 1L), (result.Path, result.IsFolder, result.Bytes, result.Entries));
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
        Assert.Equal(["report.txt"], _fixture.Names);
        Assert.Empty(result.Names);
    }

    [Fact]
    [Rule(93)]
    public void R93_without_the_flag_in_the_offer_the_request_has_none()
    {
        using var server = new ScriptedServer(SenderScripts.Honest([1]));
        new AttachmentDownload(Order(server.EndPoint, SingleFile("a", 1)) with { IsUtf8 = false }, _fixture.Options).Run(default);
        Assert.StartsWith("1:1700000020:bob:BOB-PC:96:", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(78)]
    public void R78_an_empty_file_is_asked_for_and_is_there(bool serverCloses)
    {
        using var server = new ScriptedServer(serverConnection =>
        {
            if (!serverCloses)
                serverConnection.WaitForClose();
        });
        var result = _fixture.Fetch(server, SingleFile("empty", 0));
        Assert.Equal(0, new FileInfo(result.Path).Length);
        Assert.Equal(["empty"], _fixture.Names);
    }

    [Fact]
    [Rule(78)]
    public void R78_we_close_first_and_take_no_more_than_was_announced()
    {
        using var server = new ScriptedServer(SenderScripts.Stream("hello, and much more than that"));
        Assert.Equal("hello", File.ReadAllText(_fixture.Fetch(server, SingleFile("a", 5)).Path));
        Assert.Equal(["a"], _fixture.Names);
    }

    [Fact]
    [Rule(84)]
    public void R84_a_connection_closed_without_data_is_an_offer_that_has_ended()
    {
        using var server = new ScriptedServer(serverConnection => { });
        Assert.Equal(IpMsgErrorId.AttachmentUnavailable, _fixture.Refused(server, SingleFile("a", 5)).ErrorId);
        _fixture.RequireNothing();
    }

    [Fact]
    [Rule(84)]
    public void R84_so_is_one_that_is_reset()
    {
        using var server = new ScriptedServer(serverConnection => serverConnection.Reset());
        Assert.Equal(IpMsgErrorId.AttachmentUnavailable, _fixture.Refused(server, SingleFile("a", 5)).ErrorId);
        _fixture.RequireNothing();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50_000)]
    [InlineData(99_999)]
    [Rule(87)]
    public void R87_a_file_that_breaks_off_is_no_file(int length)
    {
        byte[] contents = SenderScripts.Random(100_000);
        using var server = new ScriptedServer(serverConnection => serverConnection.Send(contents.AsSpan(0, length)));
        Assert.Equal(IpMsgErrorId.TransferBroken, _fixture.Refused(server, SingleFile("a", contents.Length)).ErrorId);
        Assert.Equal([Path.GetFileName(_fixture.Staging)], _fixture.Names);
        Assert.Equal(contents[..length], File.ReadAllBytes(Path.Combine(_fixture.Staging, "content")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [Rule(90)]
    public void R90_who_falls_silent_is_given_up(string before)
    {
        _fixture.Options = _fixture.Options with { MaxSilence = TimeSpan.FromMilliseconds(150) };
        using var server = new ScriptedServer(serverConnection =>
        {
            serverConnection.Send(before);
            serverConnection.WaitForClose();
        });
        Assert.Equal(IpMsgErrorId.TransferTimedOut, _fixture.Refused(server, SingleFile("a", 5)).ErrorId);
        Assert.DoesNotContain("a", _fixture.Names);
    }

    [Fact]
    [Rule(90)]
    public void R90_who_trickles_is_as_good_as_silent()
    {
        _fixture.Options = _fixture.Options with { MaxSilence = TimeSpan.FromMilliseconds(200) };
        using var server = new ScriptedServer(serverConnection => serverConnection.Trickle("x"u8, 20));
        Assert.Equal(IpMsgErrorId.TransferTimedOut, _fixture.Refused(server, SingleFile("a", 100_000)).ErrorId);
    }

    [Fact]
    [Rule(90)]
    public void R90_who_is_merely_slow_is_not()
    {
        _fixture.Options = _fixture.Options with { MaxSilence = TimeSpan.FromMilliseconds(400) };
        byte[] contents = SenderScripts.Random(8 * 2048);
        using var server = new ScriptedServer(serverConnection =>
        {
            foreach (byte[] part in contents.Chunk(2048))
            {
                serverConnection.Send(part);
                System.Threading.Thread.Sleep(100);
            }
            serverConnection.WaitForClose();
        });
        Assert.Equal(contents, File.ReadAllBytes(_fixture.Fetch(server, SingleFile("a", contents.Length)).Path));
    }

    [Fact]
    public void Where_nobody_listens_nobody_can_be_reached()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var nobody = (IPEndPoint)free.LocalEndpoint;
        free.Stop();
        var failure = Assert.Throws<IpMsgException>(
            () => new AttachmentDownload(Order(nobody, SingleFile("a", 1)), _fixture.Options).Run(default));
        Assert.Equal(IpMsgErrorId.SenderUnreachable, failure.ErrorId);
        Assert.EndsWith($"no connection to {nobody} ({new SocketException((int)SocketError.ConnectionRefused).Message}).", failure.Message,
            StringComparison.Ordinal);
        _fixture.RequireNothing();
    }

    [Fact]
    public void The_connection_comes_from_the_address_that_the_sender_knows()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "macOS has no other loopback address than 127.0.0.1.");
        using var server = new ScriptedServer(SenderScripts.Honest([7]));
        var request = Order(server.EndPoint, SingleFile("a", 1)) with { LocalAddress = IPAddress.Parse("127.0.0.7") };
        Assert.Equal([7], File.ReadAllBytes(new AttachmentDownload(request, _fixture.Options).Run(default).Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said_so()
    {
        using var server = new ScriptedServer(SenderScripts.Honest([7]));
        _fixture.Options = _fixture.Options with { Folder = _fixture["none"] };
        Assert.Equal(IpMsgErrorId.TargetNotWritable, _fixture.Refused(server, SingleFile("a", 1)).ErrorId);
        Assert.Empty(server.Requests);
    }
}
