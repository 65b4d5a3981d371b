using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.TestChild.Kills;

/// <summary>
/// A listener with a message store that runs until a signal ends it. It prints <c>ready</c> with its port, and <c>taken</c> with the packet
/// number of each message that it has taken out of the inbox.
/// </summary>
internal static class KilledSession
{
    internal const string Name = "session";

    /// <param name="folder">The folder of the store and the keys.</param>
    /// <param name="takes">How many messages the session takes.</param>
    /// <param name="seed">The seed of its pauses.</param>
    internal static void Run(string folder, SessionTakes takes, int seed)
    {
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        var node = MemberNode.Start(OptionsFor(folder));
        ProcessEndings.Register(node.Stop);
        output.WriteLine("ready " + node.LocalEndPoint.Port.ToString(CultureInfo.InvariantCulture));
        try
        {
            if (takes != SessionTakes.None)
                Take(node, output, takes == SessionTakes.All ? null : new Random(seed));
        }
        catch (IpMsgException)
        {
            // The node was stopped by the signal.
        }
        Thread.Sleep(Timeout.Infinite);
    }

    internal static NodeOptions OptionsFor(string folder) => new()
    {
        Address = IPAddress.Loopback,
        Port = 0,
        UserName = "alice",
        HostName = "ALICE-PC",
        KeyPath = Path.Combine(folder, "keys"),
        History = HistoryFor(folder),
        Encryption = EncryptionPolicy.Off,
        IsSilent = true,
    };

    internal static HistoryOptions HistoryFor(string folder) => new() { DataPath = Path.Combine(folder, "data") };

    private static void Take(MemberNode node, StreamWriter output, Random? pauses)
    {
        const int maxBurst = 200, maxPauseMs = 40;
        var reader = new InboxReader(null);
        while (true)
        {
            int burst = pauses?.Next(1, maxBurst) ?? int.MaxValue;
            for (; burst > 0 && node.Inbox.Receive(reader, Timeout.InfiniteTimeSpan, CancellationToken.None, out var message); burst--)
                output.WriteLine("taken " + message.NumberText);
            Thread.Sleep(pauses?.Next(maxPauseMs) ?? 0);
        }
    }
}

/// <summary>How many messages a session takes out of its inbox.</summary>
internal enum SessionTakes
{
    /// <summary>None: all of them wait for a later session.</summary>
    None,
    /// <summary>Some, in bursts with pauses.</summary>
    Some,
    /// <summary>Each at once.</summary>
    All,
}
