using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members.Offers;
using Xunit;
using static IpMsg.Node.Tests.Upload.UploadClient;

namespace IpMsg.Node.Tests.Upload;

public sealed class UploadLoadTests
{
    private const int Large = 40_000_000;

    private static IPEndPoint[] Crowd(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new IPEndPoint(new IPAddress([127, 0, 1, (byte)(i + 1)]), 9))];

    private static Task<bool>[] FetchAll(UploadNode server, IReadOnlyList<Offer> offers, byte[] contents) => [.. offers.Select(offer =>
        Task.Factory.StartNew(() =>
        {
            using var caller = server.Call(offer.Delivery.To.Address.ToString());
            return caller.Say(FileRequest(offer)).Read(contents.Length).AsSpan().SequenceEqual(contents);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

    [Theory]
    [InlineData(50, 1_000_000)]
    [InlineData(200, 20_000)]
    public async Task Everybody_gets_the_file_who_asks_at_the_same_moment(int count, int length)
    {
        using var server = new UploadNode();
        byte[] contents = File.ReadAllBytes(server.Write("a.bin", length));
        var offers = server.Offer("a.bin", Crowd(count));
        Assert.All(await Task.WhenAll(FetchAll(server, offers, contents)), Assert.True);
        foreach (var offer in offers)
            UploadNode.AwaitTaken(offer);
    }

    [Fact]
    public async Task Recipients_who_do_not_read_leave_room_for_others()
    {
        using var server = new UploadNode();
        using (var file = File.Create(server["large"]))
            file.SetLength(Large);
        byte[] contents = File.ReadAllBytes(server.Write("a.bin", 20_000));
        var lazy = server.Offer("large", Crowd(40))
            .Select(offer => server.Call(offer.Delivery.To.Address.ToString()).Say(FileRequest(offer))).ToList();
        var offers = server.Offer("a.bin", Crowd(100));
        Assert.All(await Task.WhenAll(FetchAll(server, offers, contents)), Assert.True);
        lazy.ForEach(each => each.Dispose());
    }

    [Fact]
    [Rule(90)]
    public void R90_a_recipient_gets_a_file_while_strangers_hold_connections()
    {
        using var server = new UploadNode();
        server.Write("a.txt", "hello");
        var offer = server.Offer("a.txt");
        var strangers = Enumerable.Range(0, 200).Select(i => server.Call("127.0.2." + (i + 1))).ToList();
        for (int i = 1; i <= 20; i++)
        {
            using (var bob = server.Call())
                Assert.Equal("hello", bob.Say(FileRequest(offer)).ReadText(5));
            UploadNode.AwaitTaken(offer, i);
        }
        // The oldest lost their places.
        Assert.True(strangers[0].IsTurnedAway());
        strangers.ForEach(static each => each.Dispose());
    }

    [Fact]
    [Rule(90)]
    public void R90_recipients_that_read_nothing_leave_places_to_others()
    {
        using var server = new UploadNode();
        using (var file = File.Create(server["large"]))
            file.SetLength(Large);
        server.Write("a.txt", "hello");
        var lazy = new List<UploadClient>();
        for (int i = 0; i < 4; i++)
        {
            foreach (var each in server.Offer("large", Crowd(20)))
            {
                lazy.AddRange(Enumerable.Range(0, 4)
                    .Select(_ => server.Call(each.Delivery.To.Address.ToString()).Say(FileRequest(each))));
            }
        }
        var offer = server.Offer("a.txt");
        using (var bob = server.Call())
            Assert.Equal("hello", bob.Say(FileRequest(offer)).ReadText(5));
        UploadNode.AwaitTaken(offer);
        lazy.ForEach(static each => each.Dispose());
    }

    [Fact]
    [Rule(90)]
    public void R90_a_recipient_who_takes_nothing_is_given_up()
    {
        using var server = new UploadNode(new UploadLimits { IdleTimeout = 300 });
        using (var file = File.Create(server["large"]))
            file.SetLength(Large);
        var offer = server.Offer("large");
        using var bob = server.Call();
        bob.Say(FileRequest(offer));
        Assert.Equal("The recipient took nothing for too long.", UploadNode.AwaitFailure(offer));
        Assert.InRange(bob.Read(Large).Length, 0, Large - 1);
    }

    [Fact]
    [Rule(90)]
    public void R90_a_slow_recipient_is_not()
    {
        const int IdleTimeout = 2_000;
        using var server = new UploadNode(new UploadLimits { IdleTimeout = IdleTimeout });
        using (var file = File.Create(server["large"]))
            file.SetLength(Large);
        var offer = server.Offer("large");
        using (var bob = server.Call())
        {
            bob.Say(FileRequest(offer));
            var watch = Stopwatch.StartNew();
            int left = Large;
            for (; watch.ElapsedMilliseconds < IdleTimeout + 500; left -= 300_000)
            {
                bob.Read(300_000);
                Thread.Sleep(50);
            }
            bob.Read(left);
            UploadNode.Await(offer, each => each.BytesSent == Large);
        }
        UploadNode.AwaitTaken(offer);
    }

    [Fact]
    [Rule(90)]
    public void R90_who_has_everything_and_never_closes_is_given_up()
    {
        using var server = new UploadNode(new UploadLimits { IdleTimeout = 100 });
        server.Write("a.txt", "hello");
        var offer = server.Offer("a.txt");
        using var bob = server.Call();
        Assert.Equal("hello", bob.Say(FileRequest(offer)).ReadText(5));
        Assert.Equal("The recipient took nothing for too long.", UploadNode.AwaitFailure(offer));
    }

    [Fact]
    public void An_offer_that_ends_breaks_off_its_transfers_and_no_others()
    {
        using var server = new UploadNode();
        using (var file = File.Create(server["large"]))
            file.SetLength(Large);
        var offers = server.Offer("large", [new IPEndPoint(IPAddress.Parse(Bob), 9), new IPEndPoint(IPAddress.Parse(Carol), 9)]);
        using var bob = server.Call(Bob);
        using var carol = server.Call(Carol);
        bob.Say(FileRequest(offers[0])).Read(1000);
        carol.Say(FileRequest(offers[1])).Read(1000);
        server.Node.Offers.Withdraw(offers[0]);
        Assert.InRange(bob.Read(Large).Length, 0, Large - 1001);
        Assert.Equal(Large - 1000, carol.Read(Large - 1000).Length);
        UploadNode.Await(offers[0], each => each.EndedAt is not null);
        Assert.Equal((OfferState.Withdrawn, "It was withdrawn.", 0), (offers[0].State, offers[0].Reason, offers[0].Taken));
    }

    [Fact]
    public void A_stop_breaks_off_what_is_under_way_and_ends_it_in_the_books()
    {
        var server = new UploadNode();
        using (var file = File.Create(server["large"]))
            file.SetLength(Large);
        var offers = server.Offer("large", Crowd(20));
        var callers = offers.Select(offer => server.Call(offer.Delivery.To.Address.ToString()).Say(FileRequest(offer))).ToList();
        callers.ForEach(each => each.Read(1000));
        server.Node.Stop();
        foreach (var offer in offers)
        {
            UploadNode.Await(offer, each => each.EndedAt is not null);
            Assert.Equal((OfferState.Withdrawn, 0), (offer.State, offer.Taken));
        }
        foreach (var each in callers)
        {
            Assert.InRange(each.Read(Large).Length, 0, Large - 1001);
            each.Dispose();
        }
        server.Dispose();
    }
}
