using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members.Offers;
using Xunit;
using static IpMsg.Node.Tests.Upload.UploadClient;

namespace IpMsg.Node.Tests.Upload;

/// <summary>A peer without authorisation gets no byte and no reason (R84).</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly UploadNode _server = new();

    public RefusalTests() => _server.Write("a.txt", "hello");

    public void Dispose() => _server.Dispose();

    private void Refuses(string request, string from = Bob)
    {
        using var caller = _server.Call(from);
        Assert.True(caller.Say(request).IsTurnedAway());
    }

    private void Grants(Offer offer, string request)
    {
        using var caller = _server.Call();
        Assert.Equal("hello", caller.Say(request).ReadText(5));
        UploadNode.Await(offer, each => each.State == OfferState.Sending);
    }

    private void Tell(Socket from, uint command, string body) =>
        from.SendTo(Encoding.ASCII.GetBytes($"1:77:bob:BOB-PC:{command}:{body}\0"), _server.Node.LocalEndPoint);

    private Socket Introduce()
    {
        var bob = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        bob.Bind(new IPEndPoint(IPAddress.Parse(Bob), 0));
        Tell(bob, 0x01000003, "Bob");
        Assert.True(System.Threading.SpinWait.SpinUntil(() => _server.Node.Members.Find((IPEndPoint)bob.LocalEndPoint!) is not null,
            UploadNode.MaxWait));
        return bob;
    }

    [Fact]
    [Rule(84)]
    public void R84_an_unknown_packet_or_id()
    {
        var offer = _server.Offer("a.txt");
        var (number, id) = (offer.Delivery.Number, offer.Attachment.Id);
        Refuses($"1:5:bob:BOB-PC:96:{number + 1:x}:{id:x}:0:\0");
        Refuses($"1:5:bob:BOB-PC:96:{number:x}:{id + 1:x}:0:\0");
        Refuses("1:5:bob:BOB-PC:96:xyz:1:0:\0");
        Assert.Equal((OfferState.Waiting, null), (offer.State, offer.BeganAt));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("1:5:bob:BOB-PC:32:hello\0")]
    [InlineData("\0")]
    [InlineData("1:5:bob:BOB-PC:96:")]
    [Rule(84)]
    public void R84_what_is_no_file_request(string request)
    {
        var offer = _server.Offer("a.txt");
        using var caller = _server.Call();
        caller.Say(request);
        if (request.EndsWith(':'))
            caller.Socket.Shutdown(SocketShutdown.Send);
        Assert.True(caller.IsTurnedAway());
        Assert.Null(offer.BeganAt);
    }

    [Fact]
    [Rule(84)]
    public void R84_another_address()
    {
        var offer = _server.Offer("a.txt");
        Refuses(FileRequest(offer), Mallory);
        Assert.Null(offer.BeganAt);
    }

    [Fact]
    [Rule(84)]
    public void R84_another_user_or_host_at_the_right_address()
    {
        using var bob = Introduce();
        var offer = Assert.Single(_server.Offer("a.txt", [(IPEndPoint)bob.LocalEndPoint!]));
        Refuses(FileRequest(offer, user: "mallory"));
        Refuses(FileRequest(offer, host: "OTHER-PC"));
        Assert.Null(offer.BeganAt);
        Grants(offer, FileRequest(offer, user: "BOB", host: "bob-pc"));
    }

    [Fact]
    [Rule(84)]
    public void R84_a_folder_cannot_be_had_as_a_file_nor_an_image_as_a_stream()
    {
        Directory.CreateDirectory(_server["docs"]);
        var folder = _server.Offer("docs");
        Refuses(FileRequest(folder));
        Assert.Null(folder.BeganAt);
    }

    [Fact]
    [Rule(84)]
    public void R84_what_was_withdrawn()
    {
        var offer = _server.Offer("a.txt");
        _server.Node.Offers.Withdraw(offer);
        Refuses(FileRequest(offer));
        Assert.Equal(OfferState.Withdrawn, offer.State);
    }

    [Fact]
    [Rule(88)]
    public void R88_what_the_recipient_gave_up_by_a_datagram()
    {
        using var bob = Introduce();
        var offer = Assert.Single(_server.Offer("a.txt", [(IPEndPoint)bob.LocalEndPoint!]));
        Grants(offer, FileRequest(offer));
        Tell(bob, 0x61, offer.Delivery.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        UploadNode.Await(offer, each => each.State == OfferState.Released);
        Refuses(FileRequest(offer));
    }

    [Fact]
    [Rule(84)]
    public void R84_what_has_expired()
    {
        var offer = _server.Offer("a.txt", lifetime: TimeSpan.FromMilliseconds(1));
        UploadNode.Await(offer, each => each.State == OfferState.Expired);
        Refuses(FileRequest(offer));
    }

    [Fact]
    [Rule(84)]
    public void R84_an_encrypted_request_while_we_cannot_decrypt() => Refuses(FileRequest(_server.Offer("a.txt"), flags: 0x400000));

    [Fact]
    public void Whom_we_do_not_hear_is_closed_at_once()
    {
        using var strict = new UploadNode(denied: [Mallory]);
        strict.Write("a.txt", "hello");
        var offer = strict.Offer("a.txt", Mallory);
        using var mallory = strict.Call(Mallory);
        Assert.True(mallory.IsTurnedAway());
        Assert.Null(offer.BeganAt);
    }

    [Fact]
    [Rule(90)]
    public void R90_who_asks_for_nothing_is_closed_in_time()
    {
        using var hasty = new UploadNode(new UploadLimits { RequestTimeout = 100, RequestPause = 20 });
        using var silent = hasty.Call();
        Assert.True(silent.IsTurnedAway());
        using var slow = hasty.Call();
        Assert.True(slow.Say("1:5:bob:BOB-PC:96:1:").IsTurnedAway());
    }
}
