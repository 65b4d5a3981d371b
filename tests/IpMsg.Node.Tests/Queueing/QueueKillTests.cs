using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;
using IpMsg.Node.TestChild;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;
using Xunit;
using static IpMsg.Node.Tests.Queueing.QueueNodes;

namespace IpMsg.Node.Tests.Queueing;

/// <summary>A process that queues and sends is killed before each change of the disk; a later listener sends what is left.</summary>
public sealed class QueueKillTests : IDisposable
{
    private readonly QueueNodes _nodes = new();

    public void Dispose() => _nodes.Dispose();

    [Fact]
    public void Wherever_a_sender_is_killed_our_member_gets_a_message_once_and_another_client_twice_at_most()
    {
        var bob = _nodes.StartBob(null);
        using var carol = new ForeignClient("127.0.0.4");
        int stops = 0, twice = 0;
        for (bool isDone = false; !isDone;)
        {
            string text = "text " + ++stops;
            using (var child = new ChildProcess(QueueSender.Name, _nodes.Folder["alice"], stops.ToString(CultureInfo.InvariantCulture),
                text, bob.LocalEndPoint.ToString(), carol.EndPoint.ToString()))
            {
                isDone = child.Output.ReadLine() == "done";
                // Without a word to anybody.
                child.Kill();
                child.WaitForExit();
            }
            var left = Waiting();
            carol.Forget();
            var flags = SendRest(bob, carol);
            int toBob = ReceiveAll(bob).Count(each => each == text), toCarol = carol.Shown.Count(each => each.Text == text);
            // What was queued is there, and what was not queued was not sent.
            Assert.Equal(left.Contains("bob") || toBob > 0 ? 1 : 0, toBob);
            Assert.InRange(toCarol, left.Contains("carol") ? 1 : 0, 2);
            Assert.True(toCarol < 2 || flags, "The second time was not told.");
            twice += toCarol == 2 ? 1 : 0;
        }
        Assert.True(stops > 25, stops + " changes of the disk");
        Assert.InRange(twice, 1, stops - 1);
    }

    // The later listener. True when one of its deliveries says that the message may be there twice.
    private bool SendRest(MemberNode bob, ForeignClient carol)
    {
        using var alice = _nodes.StartAlice(static each => each with { AcceptsMessages = false });
        using var changes = alice.Outbox.Subscribe();
        QueueSender.Meet(alice, bob.LocalEndPoint);
        QueueSender.Meet(alice, carol.EndPoint);
        alice.Queue!.Check();
        AwaitEmpty(alice);
        alice.Queue.WaitForWrites();
        bool says = false;
        while (changes.TryTake(out var changed, TimeSpan.Zero, CancellationToken.None))
            says |= changed.Delivery.Report.MayBeTwice;
        return says;
    }

    private HashSet<string> Waiting()
    {
        var store = new QueueStore(QueueFolder.Find(Path.Combine(_nodes.Folder["alice"], "data"), "alice"),
            new OwnKeyProtector(static () => new OwnKeys(null, null)));
        return [.. store.Ids().Select(store.Find).OfType<QueuedMessage>().Select(static each => each.To.UserName!)];
    }

    private static List<string> ReceiveAll(MemberNode bob)
    {
        var all = new List<string>();
        while (bob.Inbox.Receive() is { } message)
            all.Add(message.Text);
        return all;
    }
}
