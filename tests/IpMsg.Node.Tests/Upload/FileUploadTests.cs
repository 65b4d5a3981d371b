using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IpMsg.Protocol.Members.Offers;
using Xunit;
using static IpMsg.Node.Tests.Upload.UploadClient;

namespace IpMsg.Node.Tests.Upload;

public sealed class FileUploadTests : IDisposable
{
    private readonly UploadNode _server = new();

    public void Dispose() => _server.Dispose();

    private string Fetch(Offer offer, string request, int count, string from = Bob)
    {
        using var caller = _server.Call(from);
        string text = caller.Say(request).ReadText(count);
        UploadNode.Await(offer, each => each.BytesSent == count);
        return text;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(5_000_001)]
    [Rule(78)]
    public void R78_the_contents_come_as_they_are_and_the_client_closes_first(int length)
    {
        var offer = _server.Offer(Path.GetFileName(_server.Write("a.bin", length)));
        using (var bob = _server.Call())
        {
            Assert.Equal(File.ReadAllBytes(_server["a.bin"]), bob.Say(FileRequest(offer)).Read(length));
            UploadNode.Await(offer, each => each.BytesSent == length);
            Assert.Equal((OfferState.Sending, 0), (offer.State, bob.Socket.Available));
        }
        UploadNode.AwaitTaken(offer);
        Assert.Null(offer.Reason);
    }

    [Fact]
    public void The_time_of_the_last_byte_is_before_that_of_a_recipient_that_closes_late()
    {
        _server.Write("a.bin", 100_000);
        var offer = _server.Offer("a.bin");
        Assert.Null(offer.LastSentAt);
        DateTimeOffset received;
        using (var bob = _server.Call())
        {
            bob.Say(FileRequest(offer)).Read(100_000);
            UploadNode.Await(offer, each => each.BytesSent == 100_000);
            received = DateTimeOffset.UtcNow;
        }
        UploadNode.AwaitTaken(offer);
        Assert.InRange(offer.LastSentAt!.Value, offer.BeganAt!.Value, received);
    }

    [Fact]
    [Rule(78)]
    public void R78_of_an_empty_file_the_end_comes_at_once()
    {
        _server.Write("empty", "");
        var offer = _server.Offer("empty");
        using var bob = _server.Call();
        Assert.Equal(0, bob.Say(FileRequest(offer)).Socket.Receive(new byte[1]));
        UploadNode.AwaitTaken(offer);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData(":\0")]
    [InlineData("")]
    [InlineData(":")]
    [InlineData(":and:more\0")]
    [Rule(79)]
    public void R79_with_and_without_NUL_and_final_colon(string end)
    {
        _server.Write("a.txt", "hello");
        var offer = _server.Offer("a.txt");
        Assert.Equal("hello", Fetch(offer, FileRequest(offer).TrimEnd('\0', ':') + end, 5));
    }

    [Fact]
    [Rule(79)]
    public void R79_in_single_bytes()
    {
        _server.Write("a.txt", "hello");
        var offer = _server.Offer("a.txt");
        using var bob = _server.Call();
        foreach (char each in FileRequest(offer))
            bob.Say(each.ToString());
        Assert.Equal("hello", bob.ReadText(5));
    }

    [Fact]
    [Rule(79)]
    public void R79_from_a_client_that_closes_its_half_of_the_connection()
    {
        _server.Write("a.txt", "hello");
        var offer = _server.Offer("a.txt");
        using var bob = _server.Call();
        bob.Say(FileRequest(offer).TrimEnd('\0')).Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("hello", bob.ReadText(6));
    }

    [Fact]
    [Rule(76)]
    public void R76_clones_write_the_id_or_everything_in_decimal()
    {
        _server.Write("a.txt", "hello");
        var offer = _server.Offer("a.txt");
        var (number, id) = (offer.Delivery.Number, offer.Attachment.Id);
        Assert.Equal("hello", Fetch(offer, $"1:5:bob:BOB-PC:96:{number:x}:{id}:0:\0", 5));
        Assert.Equal("hello", Fetch(offer, $"1:6:bob:BOB-PC:96:{number}:{id}:0:\0", 5));
    }

    [Theory]
    [InlineData("0", "0123456789abcdef")]
    [InlineData("a", "abcdef")]
    [InlineData("f", "f")]
    [InlineData("10", "")]
    [Rule(80)]
    public void R80_the_offset_is_hex_and_honoured(string offset, string rest)
    {
        _server.Write("a.txt", "0123456789abcdef");
        var offer = _server.Offer("a.txt");
        using (var bob = _server.Call())
            Assert.Equal(rest, bob.Say(FileRequest(offer, Convert.ToInt64(offset, 16))).ReadText(rest.Length));
        UploadNode.AwaitTaken(offer);
    }

    [Fact]
    [Rule(80)]
    public void R80_beyond_the_end_there_is_nothing()
    {
        _server.Write("a.txt", "0123456789abcdef");
        var offer = _server.Offer("a.txt");
        using var bob = _server.Call();
        Assert.True(bob.Say(FileRequest(offer, 17)).IsTurnedAway());
        Assert.Equal((OfferState.Waiting, 0), (offer.State, offer.Taken));
    }

    [Fact]
    [Rule(89)]
    public void R89_it_may_be_asked_for_again_after_a_success_and_after_a_failure()
    {
        _server.Write("a.bin", 3_000_000);
        var offer = _server.Offer("a.bin");
        using (var bob = _server.Call())
        {
            bob.Say(FileRequest(offer)).Read(1000);
            bob.Socket.LingerState = new LingerOption(true, 0);
        }
        Assert.Equal("The connection was broken off.", UploadNode.AwaitFailure(offer));
        Assert.Equal(OfferState.Waiting, offer.State);
        for (int times = 1; times <= 3; times++)
        {
            using (var bob = _server.Call())
                Assert.Equal(File.ReadAllBytes(_server["a.bin"]), bob.Say(FileRequest(offer)).Read(3_000_000));
            UploadNode.AwaitTaken(offer, times);
            Assert.Null(offer.Reason);
        }
    }

    [Fact]
    public void Who_breaks_off_behind_the_last_byte_may_not_have_read_it()
    {
        _server.Write("a.bin", 100_000);
        var offer = _server.Offer("a.bin");
        using (var bob = _server.Call())
        {
            bob.Say(FileRequest(offer));
            UploadNode.Await(offer, each => each.BytesSent == 100_000);
        }
        Assert.Equal("The connection was broken off.", UploadNode.AwaitFailure(offer));
    }
}
