using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Mono;

/// <summary>
/// Two members on the loopback interface: they find each other, one sends a message that is confirmed and a file that is saved, and both
/// leave. A line for each step that went well, an exception for the first that did not.
/// </summary>
internal static class Exchange
{
    private const string Text = "Grüße, 元気ですか? 你好 \U0001F600";

    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(20);

    internal static void Run(string folder)
    {
        int port = 20_000 + new Random().Next(10_000);
        using var alice = Start("alice", 2, 3, port, folder);
        using var bob = Start("bob", 3, 2, port, folder);
        Await("the members know each other", () => alice.Members.Find(bob.LocalEndPoint) is { NickName: "bob" }
            && bob.Members.Find(alice.LocalEndPoint) is { NickName: "alice" });

        string original = Path.Combine(folder, "build 試験.log");
        File.WriteAllBytes(original, [.. Enumerable.Range(0, 1_000_000).Select(each => (byte)(each * 31 >> 3))]);
        var delivery = Send(alice, bob, new OutgoingMessage(Text) { Files = [OfferFactory.Describe(original)] });
        Await("the message is confirmed", () => delivery.Status == DeliveryStatus.Confirmed);

        var message = bob.Inbox.Receive();
        Check("the message has come encrypted",
            message is { Text: Text, Sender.NickName: "alice", Attachments.Count: 1, Envelope: not null });
        string saved = Save(bob, message!, folder);
        Check("the file is saved under its name", Path.GetFileName(saved) == Path.GetFileName(original));
        Check("the file is whole", File.ReadAllBytes(saved).SequenceEqual(File.ReadAllBytes(original)));
        Await("the sender knows", () => delivery.Offers.Single().State == OfferState.Taken);

        alice.Stop();
        Await("one leaves and the other knows", () => bob.Members.Find(alice.LocalEndPoint) is null);
    }

    private static MemberNode Start(string name, int host, int other, int port, string folder) => MemberNode.Start(new NodeOptions
    {
        NickName = name,
        UserName = name,
        Address = Loopback(host),
        Port = port,
        BroadcastTargets = [new IPEndPoint(Loopback(other), port)],
        KeyPath = Path.Combine(folder, "keys"),
        LogPath = Path.Combine(folder, name + ".jsonl"),
    });

    private static Delivery Send(MemberNode from, MemberNode to, OutgoingMessage message)
    {
        var deliveries = from.Outbox.Compose(message, [to.LocalEndPoint]).Deliveries;
        from.Outbox.Send(deliveries, null);
        return deliveries.Single();
    }

    private static string Save(MemberNode node, IncomingMessage message, string folder)
    {
        string target = Path.Combine(folder, "saved");
        Directory.CreateDirectory(target);
        // What was offered encrypted is asked for in the same way.
        KnownKey? sender = null;
        Await("the sender's key is known", () => (sender = node.Keys.Find(message.User, message.Host)) is not null);
        var own = node.Settings.Keys!;
        var suite = SuiteSelection.Choose(own.Capabilities, new PublicKeyAnswer(sender!.Capabilities, sender.Key), allowsWeak: false).Suite;
        var request = new DownloadRequest(message.From, message.Number, message.Attachments[0])
        {
            UserName = node.Settings.UserName,
            HostName = node.Settings.HostName,
            LocalAddress = node.LocalEndPoint.Address,
            NextNumber = () => node.Outbox.NextPacketNumber(),
            Protection = new DownloadProtection(own, sender.Key, suite),
        };
        return new AttachmentDownload(request, new DownloadOptions(target)).Run(CancellationToken.None).Path;
    }

    private static IPAddress Loopback(int host) => new([127, 0, 0, (byte)host]);

    private static void Await(string what, Func<bool> condition) => Check(what, SpinWait.SpinUntil(condition, s_maxWait));

    private static void Check(string what, bool isSo)
    {
        if (!isSo)
            throw new InvalidOperationException("It is not so that " + what + ".");
        Console.WriteLine(what);
    }
}
