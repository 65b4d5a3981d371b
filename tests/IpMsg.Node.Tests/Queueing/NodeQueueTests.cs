using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Queueing;
using IpMsg.Node.Storage.Queue;
using IpMsg.Node.TestChild;
using IpMsg.Node.Tests.Storage.History;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using Xunit;
using static IpMsg.Node.Tests.Queueing.QueueNodes;

namespace IpMsg.Node.Tests.Queueing;

/// <summary>Messages for members that are away, with real sockets and files.</summary>
public sealed class NodeQueueTests : IDisposable
{
    private readonly QueueNodes _nodes = new();

    public void Dispose() => _nodes.Dispose();

    [Fact]
    public void What_waits_is_sent_in_order_when_the_member_appears_and_is_removed()
    {
        var alice = _nodes.StartAlice();
        var deliveries = Enumerable.Range(1, 5).Select(i => PostAbsent(alice, "text " + i)).ToList();
        Assert.All(deliveries, static each => Assert.Equal(DeliveryStatus.Queued, each.Status));
        Assert.Equal([1, 2, 3, 4, 5], alice.Queue!.Store.Ids());
        var bob = _nodes.StartBob(alice);
        var received = Enumerable.Range(1, 5).Select(_ => Receive(bob)).ToList();
        Assert.Equal(["text 1", "text 2", "text 3", "text 4", "text 5"], received.Select(static each => each.Text));
        Assert.All(received, static each => Assert.NotNull(each.Envelope));
        AwaitEmpty(alice);
        alice.Queue.WaitForWrites();
        Assert.All(deliveries, static each => Assert.Equal(DeliveryStatus.Confirmed, each.Status));
        alice.Stop();
        Assert.Equal(Enumerable.Range(1, 5).Select(static i => ("text " + i, "Confirmed")), _nodes.History());
    }

    [Fact]
    public void A_later_listener_of_the_user_sends_what_a_process_has_left()
    {
        var first = _nodes.StartAlice(static each => each with { AcceptsMessages = false });
        PostAbsent(first, "from yesterday");
        first.Stop();
        var second = _nodes.StartAlice();
        var bob = _nodes.StartBob(second);
        Assert.Equal("from yesterday", Receive(bob).Text);
        AwaitEmpty(second);
    }

    [Fact]
    public void What_a_present_member_does_not_confirm_waits_and_keeps_its_number()
    {
        var alice = _nodes.StartAlice();
        using var carol = new ForeignClient("127.0.0.4");
        QueueSender.Meet(alice, carol.EndPoint);
        carol.IsThere = false;
        var (post, id, problem) = Assert.Single(QueueSender.Post(alice, "lost", [carol.EndPoint]));
        Assert.Null(problem);
        var waiting = Await(alice, id, static each => each is { Attempts: 1, IsOpen: false });
        Assert.Equal(DeliveryStatus.Queued, post.Delivery.Status);
        // Nobody was there, so nothing can be there twice.
        Assert.False(waiting.MayBeTwice);
        carol.IsThere = true;
        carol.Enter(alice.LocalEndPoint);
        AwaitEmpty(alice);
        Assert.Equal([(waiting.Datagram!.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), "lost")], carol.Shown);
        alice.Stop();
        Assert.Equal([("lost", "Confirmed")], _nodes.History());
    }

    [Fact]
    public void A_client_that_confirms_nothing_gets_a_message_twice_at_most()
    {
        var alice = _nodes.StartAlice();
        using var carol = new ForeignClient("127.0.0.4") { Confirms = false };
        QueueSender.Meet(alice, carol.EndPoint);
        PostAbsent(alice, "hello", new QueueRecipient("carol") { UserName = "carol", HostName = "CAROL-PC" });
        Await(alice, 1, static each => each is { Attempts: 1, IsOpen: false, MayBeTwice: true });
        carol.Forget();
        using var changes = alice.Outbox.Subscribe();
        EnterUntil(carol, alice, () => alice.Queue!.Store.Find(1) is { Attempts: 2, IsOpen: false });
        Assert.True(changes.TryTake(out var changed, MaxWait, CancellationToken.None));
        Assert.True(changed.Delivery.Report.MayBeTwice);
        EnterUntil(carol, alice, () => alice.Queue!.Store.Find(1) is { HasFailed: true });
        Assert.Contains("twice", alice.Queue!.Store.Find(1)!.Reason, StringComparison.Ordinal);
        Assert.Equal(["hello", "hello"], carol.Shown.Select(static each => each.Text));
        Assert.Single(carol.Shown.Select(static each => each.Number).Distinct());
    }

    [Fact]
    public void A_stranger_with_the_names_of_a_known_member_gets_nothing()
    {
        var alice = _nodes.StartAlice();
        var bob = _nodes.StartBob(alice);
        QueueSender.Post(alice, "before", [QueueSender.Meet(alice, bob.LocalEndPoint).EndPoint]);
        Assert.Equal("before", Receive(bob).Text);
        AwaitEmpty(alice);
        bob.Stop();
        var to = alice.Queue!.Places.Identify("bob", null, ("bob", "BOB-PC"), null);
        Assert.NotNull(to.Fingerprint);
        PostAbsent(alice, "for bob", to);
        var stranger = _nodes.StartBob(alice, "stranger");
        QueueSender.Meet(alice, stranger.LocalEndPoint);
        alice.Queue.Check();
        stranger.Stop();
        bob = _nodes.StartBob(alice);
        Assert.Equal("for bob", Receive(bob).Text);
        Assert.Equal(0, stranger.Inbox.Count);
        AwaitEmpty(alice);
    }

    [Fact]
    public void Files_go_with_their_message_and_one_that_has_changed_keeps_it_from_being_sent()
    {
        var alice = _nodes.StartAlice();
        string file = Path.Combine(_nodes.Folder.Path, "report.txt"), other = Path.Combine(_nodes.Folder.Path, "other.txt");
        File.WriteAllText(file, "the report");
        File.WriteAllText(other, "as it was");
        IpMsg.Protocol.Members.Offers.OutgoingFile[] Describe(string path) => [IpMsg.Node.Upload.OfferFactory.Describe(path)];
        PostAbsent(alice, "changed", change: each => each with { Files = QueuedFiles.Of(Describe(other)) });
        PostAbsent(alice, "with a file", change: each => each with { Files = QueuedFiles.Of(Describe(file)) });
        File.WriteAllText(other, "as it is now");
        var bob = _nodes.StartBob(alice);
        var message = Receive(bob);
        Assert.Equal("with a file", message.Text);
        Assert.Equal("report.txt", Assert.Single(message.Attachments).Name);
        var failed = Await(alice, 1, static each => each.HasFailed);
        Assert.Contains("other.txt", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("has changed", failed.Reason, StringComparison.Ordinal);
        Assert.Contains(alice.Offers.GetAll(), each => each.Offer.Attachment.Name == "report.txt");
    }

    [Fact]
    public async Task Entries_of_strangers_pile_up_no_work()
    {
        using var disk = new HeldDisk();
        var alice = _nodes.StartAlice(each => each with
        {
            Queue = new QueueOptions { DataPath = Path.Combine(_nodes.Folder["alice"], "data"), Files = disk },
        });
        PostAbsent(alice, "for bob");
        alice.Queue!.WaitForWrites();
        disk.Hold();
        var checking = Task.Run(alice.Queue.Check, TestContext.Current.CancellationToken);
        Assert.True(disk.AwaitWaiting(MaxWait));
        // A check that the timer begins may wait as well.
        int before = alice.Queue.PendingWork;
        for (int i = 0; i < 2_000; i++)
        {
            var from = new IPEndPoint(new IPAddress([127, 1, (byte)(i >> 8), (byte)i]), 2425);
            Enter(alice, from, "bob", "BOB-PC");
            Enter(alice, from, "eve" + i, "EVE-PC");
        }
        // The timer adds one in ten seconds.
        Assert.InRange(alice.Queue.PendingWork, before + 1, before + 50);
        disk.Free();
        await checking;
        alice.Queue.WaitForWrites();
        Assert.Equal(0, alice.Queue.PendingWork);
    }

    private static void Enter(MemberNode node, IPEndPoint from, string user, string host) =>
        node.Receive(Encoding.UTF8.GetBytes("1:1:" + user + ":" + host + ":1:" + user + "\0\0"), from);

    [Fact]
    public void What_the_disk_does_not_take_is_neither_queued_nor_sent()
    {
        var disk = new ReadOnlyDisk();
        var alice = _nodes.StartAlice(each => each with
        {
            Queue = new QueueOptions { DataPath = Path.Combine(_nodes.Folder["alice"], "data"), Files = disk },
        });
        using var carol = new ForeignClient("127.0.0.4");
        QueueSender.Meet(alice, carol.EndPoint);
        disk.IsReadOnly = true;
        Assert.Equal(IpMsgErrorId.QueueNotUsable, Assert.Single(QueueSender.Post(alice, "refused", [carol.EndPoint])).Problem!.ErrorId);
        disk.IsReadOnly = false;
        // The message is on the disk; its number is not, so it does not leave.
        disk.FlushesUntilReadOnly = 1;
        var (post, id, problem) = Assert.Single(QueueSender.Post(alice, "later", [carol.EndPoint]));
        Assert.Null(problem);
        Assert.True(SpinWait.SpinUntil(() => post.Delivery.Status == DeliveryStatus.Queued, MaxWait));
        alice.Queue!.WaitForWrites();
        Assert.Empty(carol.Shown);
        disk.IsReadOnly = false;
        Assert.Equal(0, alice.Queue.Store.Find(id)!.Attempts);
        EnterUntil(carol, alice, () => alice.Queue.Store.Ids().Count == 0);
        Assert.Equal("later", Assert.Single(carol.Shown).Text);
    }

    [Fact]
    public void What_is_withdrawn_or_expired_is_not_sent()
    {
        var now = DateTimeOffset.UtcNow;
        var alice = _nodes.StartAlice(each => each with
        {
            Queue = each.Queue! with { Limits = new QueueLimits { Clock = () => now } },
        });
        PostAbsent(alice, "withdrawn");
        PostAbsent(alice, "expired", change: each => each with { Expires = now.AddHours(1) });
        PostAbsent(alice, "sent");
        Assert.True(alice.Queue!.Store.Remove(1));
        now = now.AddHours(2);
        var bob = _nodes.StartBob(alice);
        Assert.Equal("sent", Receive(bob).Text);
        Assert.True(SpinWait.SpinUntil(() => alice.Queue.Store.Ids() is [2], MaxWait));
        Assert.True(alice.Queue.Store.Find(2)!.IsExpired(now));
        Assert.Equal(0, bob.Inbox.Count);
    }
}
