using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Xunit;
using static IpMsg.Node.Tests.FetchLab;

namespace IpMsg.Node.Tests;

/// <summary>Single files, from senders honest and not.</summary>
public sealed class FileFetchTests : IDisposable
{
    private readonly FetchLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void R78_the_request_is_the_one_of_the_specification_and_the_contents_come_as_they_are()
    {
        byte[] contents = Sent.Random(1_000_000);
        using var server = new ScriptedServer(Sent.Honest(contents));
        var result = _lab.Fetch(server, SingleFile("report.txt", contents.Length));
        Assert.Equal(@"1:1700000020:bob:BOB-PC:8388704:6553f10a:40000000:0:\x00", Assert.Single(server.Requests));
        Assert.Equal((_lab["report.txt"], false, 1_000_000L, 1L), (result.Path, result.IsFolder, result.Bytes, result.Entries));
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
        Assert.Equal(["report.txt"], _lab.Names);
        Assert.Empty(result.Names);
    }

    [Fact]
    public void R93_without_the_flag_in_the_offer_the_request_has_none()
    {
        using var server = new ScriptedServer(Sent.Honest([1]));
        new AttachmentFetch(Order(server.EndPoint, SingleFile("a", 1)) with { IsUtf8 = false }, _lab.Options).Run(default);
        Assert.StartsWith("1:1700000020:bob:BOB-PC:96:", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void R78_an_empty_file_is_asked_for_and_is_there(bool serverCloses)
    {
        using var server = new ScriptedServer(talk =>
        {
            if (!serverCloses)
                talk.AwaitClose();
        });
        var result = _lab.Fetch(server, SingleFile("empty", 0));
        Assert.Equal(0, new FileInfo(result.Path).Length);
        Assert.Equal(["empty"], _lab.Names);
    }

    [Fact]
    public void R78_we_close_first_and_take_no_more_than_was_announced()
    {
        using var server = new ScriptedServer(Sent.Stream("hello, and much more than that"));
        Assert.Equal("hello", File.ReadAllText(_lab.Fetch(server, SingleFile("a", 5)).Path));
        Assert.Equal(["a"], _lab.Names);
    }

    [Fact]
    public void R84_a_connection_closed_without_data_is_an_offer_that_has_ended()
    {
        using var server = new ScriptedServer(talk => { });
        Assert.Equal(IpMsgReason.AttachmentUnavailable, _lab.Refused(server, SingleFile("a", 5)).Reason);
        _lab.RequireNothing();
    }

    [Fact]
    public void R84_so_is_one_that_is_reset()
    {
        using var server = new ScriptedServer(talk => talk.Reset());
        Assert.Equal(IpMsgReason.AttachmentUnavailable, _lab.Refused(server, SingleFile("a", 5)).Reason);
        _lab.RequireNothing();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50_000)]
    [InlineData(99_999)]
    public void R87_a_file_that_breaks_off_is_no_file(int length)
    {
        byte[] contents = Sent.Random(100_000);
        using var server = new ScriptedServer(talk => talk.Send(contents.AsSpan(0, length)));
        Assert.Equal(IpMsgReason.TransferBroken, _lab.Refused(server, SingleFile("a", contents.Length)).Reason);
        Assert.Equal([Path.GetFileName(_lab.Staging)], _lab.Names);
        Assert.Equal(contents[..length], File.ReadAllBytes(Path.Combine(_lab.Staging, "content")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    public void R90_who_falls_silent_is_given_up(string before)
    {
        _lab.Options = _lab.Options with { Silence = TimeSpan.FromMilliseconds(150) };
        using var server = new ScriptedServer(talk =>
        {
            talk.Send(before);
            talk.AwaitClose();
        });
        Assert.Equal(IpMsgReason.TransferTimedOut, _lab.Refused(server, SingleFile("a", 5)).Reason);
        Assert.DoesNotContain("a", _lab.Names);
    }

    [Fact]
    public void R90_who_trickles_is_as_good_as_silent()
    {
        _lab.Options = _lab.Options with { Silence = TimeSpan.FromMilliseconds(200) };
        using var server = new ScriptedServer(talk => talk.Trickle("x"u8, 20));
        Assert.Equal(IpMsgReason.TransferTimedOut, _lab.Refused(server, SingleFile("a", 100_000)).Reason);
    }

    [Fact]
    public void R90_who_is_merely_slow_is_not()
    {
        _lab.Options = _lab.Options with { Silence = TimeSpan.FromMilliseconds(400) };
        byte[] contents = Sent.Random(8 * 2048);
        using var server = new ScriptedServer(talk =>
        {
            foreach (byte[] part in contents.Chunk(2048))
            {
                talk.Send(part);
                System.Threading.Thread.Sleep(100);
            }
            talk.AwaitClose();
        });
        Assert.Equal(contents, File.ReadAllBytes(_lab.Fetch(server, SingleFile("a", contents.Length)).Path));
    }

    [Fact]
    public void Where_nobody_listens_nobody_can_be_reached()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var nobody = (IPEndPoint)free.LocalEndpoint;
        free.Stop();
        var failure = Assert.Throws<IpMsgException>(() => new AttachmentFetch(Order(nobody, SingleFile("a", 1)), _lab.Options).Run(default));
        Assert.Equal(IpMsgReason.SenderUnreachable, failure.Reason);
        Assert.EndsWith($"no connection to {nobody} ({new SocketException((int)SocketError.ConnectionRefused).Message}).", failure.Message, StringComparison.Ordinal);
        _lab.RequireNothing();
    }

    [Fact]
    public void The_connection_comes_from_the_address_that_the_sender_knows()
    {
        using var server = new ScriptedServer(Sent.Honest([7]));
        var order = Order(server.EndPoint, SingleFile("a", 1)) with { LocalAddress = IPAddress.Parse("127.0.0.7") };
        if (OperatingSystem.IsMacOS())
            return;
        Assert.Equal([7], File.ReadAllBytes(new AttachmentFetch(order, _lab.Options).Run(default).Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said_so()
    {
        using var server = new ScriptedServer(Sent.Honest([7]));
        _lab.Options = _lab.Options with { Folder = _lab["none"] };
        Assert.Equal(IpMsgReason.TargetNotWritable, _lab.Refused(server, SingleFile("a", 1)).Reason);
        Assert.Empty(server.Requests);
    }
}
