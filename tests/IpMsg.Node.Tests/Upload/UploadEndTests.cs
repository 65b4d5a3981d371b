using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members.Offers;
using Xunit;
using static IpMsg.Node.Tests.Upload.UploadClient;

namespace IpMsg.Node.Tests.Upload;

/// <summary>How a transfer ends, and what counts as taken (R109).</summary>
public sealed class UploadEndTests : IDisposable
{
    private const string BrokenOff = "The connection was broken off.";

    private readonly UploadNode _server = new();

    public void Dispose() => _server.Dispose();

    private static void Reset(UploadClient caller) => caller.Socket.LingerState = new LingerOption(true, 0);

    private static bool AwaitAnswer(UploadClient caller) => caller.Socket.Poll(20_000_000, SelectMode.SelectRead);

    // iptux and nc read until the sender closes. The receive times out after 20 seconds, and the server waits for 180.
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(300_000)]
    [InlineData(3_000_000, 2_900_000)]
    [Rule(109)]
    public void R109_a_recipient_that_reads_to_the_end_of_a_file_sees_one(int length, int offset = 0)
    {
        byte[] contents = File.ReadAllBytes(_server.Write("a.bin", length));
        var offer = _server.Offer("a.bin");
        using (var bob = _server.Call())
        {
            Assert.Equal(contents[offset..], bob.Say(FileRequest(offer, offset)).Read(long.MaxValue));
            if (length > 0)
                Assert.Equal(OfferState.Sending, offer.State);
        }
        UploadNode.AwaitTaken(offer);
        Assert.Null(offer.Reason);
    }

    [Fact]
    [Rule(109)]
    public void R109_a_recipient_that_reads_to_the_end_of_a_folder_sees_one()
    {
        _server.Write("docs/sub/b.txt", "hello");
        _server.Write("docs/a.bin", 300_000);
        var offer = _server.Offer("docs");
        using (var bob = _server.Call())
        {
            byte[] stream = bob.Say(FolderRequest(offer)).Read(long.MaxValue);
            Assert.Equal((offer.BytesSent, OfferState.Sending), (stream.Length, offer.State));
        }
        UploadNode.AwaitTaken(offer);
    }

    [Fact]
    [Rule(109)]
    public void R109_a_slow_recipient_that_reads_to_the_end_takes_it()
    {
        byte[] contents = File.ReadAllBytes(_server.Write("a.bin", 1_000_000));
        var offer = _server.Offer("a.bin");
        using (var bob = new UploadClient(new IPEndPoint(IPAddress.Loopback, _server.Node.LocalEndPoint.Port), Bob, receiveBuffer: 8192))
        {
            bob.Say(FileRequest(offer));
            var all = new MemoryStream();
            for (byte[] part; (part = bob.Read(100_000)).Length > 0; Thread.Sleep(20))
                all.Write(part);
            Assert.Equal(contents, all.ToArray());
        }
        UploadNode.AwaitTaken(offer);
    }

    // More transfers than one offer may have at once: each has to end for the next to begin.
    [Fact]
    [Rule(90, 109)]
    public void R90_R109_recipients_that_never_close_do_not_keep_their_places()
    {
        using var server = new UploadNode(new UploadLimits { IdleTimeout = 200 });
        server.Write("docs/a.txt", "hello");
        var offer = server.Offer("docs");
        for (int i = 0; i < 6; i++)
        {
            using var bob = server.Call();
            Assert.NotEmpty(bob.Say(FolderRequest(offer)).Read(long.MaxValue));
            Assert.Equal("The recipient took nothing for too long.", UploadNode.AwaitFailure(offer));
        }
    }

    [Theory]
    [InlineData("docs")]
    [InlineData("a.txt")]
    [InlineData("none")]
    [Rule(109)]
    public void R109_a_reset_behind_the_last_byte_may_have_cut_it_short(string name)
    {
        _server.Write("docs/empty", "");
        _server.Write("a.txt", "hello");
        Directory.CreateDirectory(_server["none"]);
        var offer = _server.Offer(name);
        using (var bob = _server.Call())
        {
            Assert.True(AwaitAnswer(bob.Say(FolderRequest(offer))));
            Reset(bob);
        }
        Assert.Equal(BrokenOff, UploadNode.AwaitFailure(offer));
        Assert.Equal(OfferState.Waiting, offer.State);
    }

    // The reference client asks for an empty file and closes without reading the header, which resets the connection.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(109)]
    public void R109_nothing_can_be_cut_off_an_empty_file(bool waits)
    {
        _server.Write("empty", "");
        foreach (var offer in Enumerable.Range(0, 20).Select(_ => _server.Offer("empty")))
        {
            using (var bob = _server.Call())
            {
                bob.Say(FolderRequest(offer));
                if (waits)
                    Assert.True(AwaitAnswer(bob));
            }
            UploadNode.AwaitTaken(offer);
            Assert.True(offer.BytesSent > 0);
        }
    }

    [Fact]
    [Rule(109)]
    public void R109_a_recipient_that_closed_its_side_first_says_nothing_about_the_end()
    {
        _server.Write("a.txt", "hello");
        var offer = _server.Offer("a.txt");
        using (var bob = _server.Call())
        {
            bob.Say(FileRequest(offer).TrimEnd('\0')).Socket.Shutdown(SocketShutdown.Send);
            Assert.Equal("hello", bob.ReadText(6));
        }
        UploadNode.AwaitTaken(offer);
        Assert.EndsWith("it is unknown whether it has read everything.", offer.Reason, StringComparison.Ordinal);
    }
}
