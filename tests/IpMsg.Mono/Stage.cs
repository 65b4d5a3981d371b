using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Mono;

/// <summary>Starts members on loopback, and writes a line for each statement that holds.</summary>
internal sealed class Stage(string folder)
{
    /// <summary>A text of the scripts that clients use.</summary>
    internal const string Text = "Grüße, 元気ですか? 你好 \U0001F600";

    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(30);

    private readonly int _port = 20_000 + new Random().Next(10_000);

    /// <summary>The path of a file or folder of the test.</summary>
    internal string this[string name] => Path.Combine(folder, name);

    /// <summary>Starts a member at 127.0.0.<paramref name="host"/>, which announces itself to another one.</summary>
    internal MemberNode Start(string name, int host, int other, Func<NodeOptions, NodeOptions>? change = null)
    {
        var options = new NodeOptions
        {
            NickName = name,
            UserName = name,
            HostName = name + "-pc",
            Address = EndPoint(host).Address,
            Port = _port,
            BroadcastTargets = [EndPoint(other)],
            KeyPath = this["keys-" + name],
        };
        return MemberNode.Start(change?.Invoke(options) ?? options);
    }

    internal IPEndPoint EndPoint(int host) => new(new IPAddress([127, 0, 0, (byte)host]), _port);

    /// <summary>Sends a message, and returns its delivery when it is confirmed.</summary>
    internal static Delivery Send(MemberNode from, IPEndPoint to, OutgoingMessage message, string what)
    {
        var deliveries = from.Outbox.Compose(message, [to]).Deliveries;
        from.Outbox.Send(deliveries, null);
        var delivery = deliveries.Single();
        Await(what + " is confirmed", () => delivery.Status == DeliveryStatus.Confirmed);
        return delivery;
    }

    /// <summary>Takes the next message.</summary>
    internal static IncomingMessage Take(MemberNode node)
    {
        IncomingMessage? message = null;
        if (!SpinWait.SpinUntil(() => (message = node.Inbox.Receive()) is not null, s_maxWait))
            throw new InvalidOperationException("There is no message.");
        return message!;
    }

    /// <summary>Waits until both know each other.</summary>
    internal static void Meet(MemberNode one, MemberNode other, string what) => Await(what, () =>
        one.Members.Find(other.LocalEndPoint) is not null && other.Members.Find(one.LocalEndPoint) is not null);

    internal static void Await(string what, Func<bool> condition) => Check(what, SpinWait.SpinUntil(condition, s_maxWait));

    internal static void Check(string what, bool isSo)
    {
        if (!isSo)
            throw new InvalidOperationException("It is not so that " + what + ".");
        Console.WriteLine(what);
    }
}
