using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Threading;
using IpMsg.Node.Queueing;
using IpMsg.Node.Storage.Queue;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.TestChild;

/// <summary>
/// Queues a text for each of some members that are present, and sends it. Stops before a change of the disk, or ends when nothing waits.
/// </summary>
internal static class QueueSender
{
    internal const string Name = "queue-sender";

    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(60);

    /// <param name="folder">The folder of keys and data.</param>
    /// <param name="stopAt">The number of the change before which it stops.</param>
    /// <param name="text">The text.</param>
    /// <param name="recipients">The endpoints of the members.</param>
    internal static void Run(string folder, int stopAt, string text, string[] recipients)
    {
        var disk = new StoppingDisk(stopAt, static () =>
        {
            Console.WriteLine("stopped");
            Thread.Sleep(Timeout.Infinite);
        });
        using var node = MemberNode.Start(Options(folder, "127.0.0.2") with
        {
            AcceptsMessages = false,
            Queue = new QueueOptions { DataPath = Path.Combine(folder, "data"), Files = disk },
        });
        var places = Array.ConvertAll(recipients, IPEndPoint.Parse);
        foreach (var place in places)
            Meet(node, place);
        disk.IsArmed = true;
        Post(node, text, places);
        // Nothing is left to be done after the last removal.
        if (!SpinWait.SpinUntil(() => node.Queue!.Store.Ids().Count == 0, s_maxWait))
            throw new TimeoutException("Something still waits.");
        node.Queue!.WaitForWrites();
        Console.WriteLine("done");
    }

    internal static NodeOptions Options(string folder, string address) => new()
    {
        Address = IPAddress.Parse(address),
        Port = 0,
        UserName = "alice",
        HostName = "ALICE-PC",
        KeyPath = Path.Combine(folder, "keys"),
        History = new HistoryOptions { DataPath = Path.Combine(folder, "data") },
        Queue = new QueueOptions { DataPath = Path.Combine(folder, "data") },
        IsSilent = true,
    };

    /// <summary>Has a member answer.</summary>
    internal static Member Meet(MemberNode node, IPEndPoint place)
    {
        node.Members.Introduce(place);
        if (!SpinWait.SpinUntil(() => node.Members.Find(place) is not null, s_maxWait))
            throw new TimeoutException(place + " does not answer.");
        return node.Members.Find(place)!;
    }

    /// <summary>Queues a text for members that are present, and sends it.</summary>
    internal static IReadOnlyList<(QueuePost Post, long Id, IpMsgException? Problem)> Post(
        MemberNode node, string text, IPEndPoint[] places, Func<QueuedMessage, QueuedMessage>? change = null)
    {
        var encoded = node.Outbox.Compose(new OutgoingMessage(text) { IsQueued = true }, places);
        var posts = new List<QueuePost>();
        foreach (var delivery in encoded.Deliveries)
        {
            var member = delivery.Member!;
            var now = DateTimeOffset.UtcNow;
            var message = new QueuedMessage(
                node.Queue!.Places.Identify(member.NickName, null, (member.UserName, member.HostName), delivery.To), text)
            {
                QueuedAt = now,
                Expires = now.AddDays(7),
            };
            posts.Add(new QueuePost(change?.Invoke(message) ?? message, delivery) { IsPresent = true });
        }
        return node.Queue!.Post(posts, null);
    }

    internal static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
