using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node.Queueing;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.Storage.Queue;
using IpMsg.Node.TestChild;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Node.Tests.Queueing;

/// <summary>Alice, who queues messages, and bob, a member with this module, over loopback.</summary>
internal sealed class QueueNodes : IDisposable
{
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private readonly List<MemberNode> _nodes = [];

    internal TemporaryFolder Folder { get; } = new();

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Stop();
        Folder.Dispose();
    }

    internal MemberNode StartAlice(Func<NodeOptions, NodeOptions>? change = null)
    {
        var options = QueueSender.Options(Folder["alice"], "127.0.0.2");
        return Keep(MemberNode.Start(change?.Invoke(options) ?? options));
    }

    /// <summary>Bob, who tells alice that he is there.</summary>
    internal MemberNode StartBob(MemberNode? alice, string folder = "bob", int port = 0)
    {
        var options = QueueSender.Options(Folder[folder], "127.0.0.3");
        return Keep(MemberNode.Start(options with
        {
            UserName = "bob",
            HostName = "BOB-PC",
            Port = port,
            Queue = null,
            IsSilent = alice is null,
            BroadcastTargets = alice is null ? [] : [alice.LocalEndPoint],
        }));
    }

    private MemberNode Keep(MemberNode node)
    {
        _nodes.Add(node);
        return node;
    }

    /// <summary>Queues a text for somebody who is away.</summary>
    internal static Delivery PostAbsent(
        MemberNode alice, string text, QueueRecipient? to = null, Func<QueuedMessage, QueuedMessage>? change = null)
    {
        var now = DateTimeOffset.UtcNow;
        var message = new QueuedMessage(to ?? new QueueRecipient("bob") { UserName = "bob", HostName = "BOB-PC" }, text)
        {
            QueuedAt = now,
            Expires = now.AddDays(7),
        };
        var delivery = MemberQueue.Absent(new OutgoingMessage(text), new IPEndPoint(IPAddress.Any, 0));
        Assert.Null(Assert.Single(alice.Queue!.Post([new QueuePost(change?.Invoke(message) ?? message, delivery)], null)).Problem);
        return delivery;
    }

    internal static IncomingMessage Receive(MemberNode node)
    {
        Assert.True(node.Inbox.Receive(new InboxReader(null), MaxWait, CancellationToken.None, out var message));
        return message;
    }

    internal static void AwaitEmpty(MemberNode alice) =>
        Assert.True(SpinWait.SpinUntil(() => alice.Queue!.Store.Ids().Count == 0, MaxWait), "There still waits "
            + string.Join(", ", alice.Queue!.Store.Ids().Select(alice.Queue.Store.Find)) + "; problem: "
            + alice.Problems.Find(NodePart.Queue));

    /// <summary>Has a client enter again and again, until something is so.</summary>
    internal static void EnterUntil(ForeignClient client, MemberNode alice, Func<bool> condition) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            client.Enter(alice.LocalEndPoint);
            return SpinWait.SpinUntil(condition, 200);
        },
        MaxWait));

    internal static QueuedMessage Await(MemberNode alice, long id, Func<QueuedMessage, bool> condition)
    {
        QueuedMessage? message = null;
        Assert.True(SpinWait.SpinUntil(() => (message = alice.Queue!.Store.Find(id)) is not null && condition(message), MaxWait),
            "The message is " + message);
        return message!;
    }

    /// <summary>The text and the status of what alice has sent, oldest first.</summary>
    internal IReadOnlyList<(string Text, string Status)> History()
    {
        var reader = new HistoryReader(new HistoryOptions { DataPath = System.IO.Path.Combine(Folder["alice"], "data") }.FolderOf("alice"));
        return [.. reader.Read(new HistoryQuery()).Where(static each => each.Message is SentMessage)
            .Select(static each => (each.Message.Text!, SentDelivery.Of(each)[0].Report.Status.ToString()))];
    }
}
