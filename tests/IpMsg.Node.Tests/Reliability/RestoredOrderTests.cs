using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.TestChild.Kills;
using IpMsg.Node.Tests.Storage.History;
using IpMsg.Node.Tests.Support;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Node.Tests.Reliability;

/// <summary>The order of messages that a killed process has confirmed and nobody has received.</summary>
public sealed class RestoredOrderTests
{
    [Fact]
    [Rule(118)]
    public void R118_a_session_gets_the_order_of_the_sender_after_a_kill()
    {
        using var folder = new TemporaryFolder();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = 0;
        using (var killed = new SessionProcess(folder.Path, SessionTakes.None, 1, found => port = found, static _ => { }))
        {
            Assert.True(killed.WaitUntilReady(TimeSpan.FromMinutes(2)));
            // The first ones were lost on the way and are repeated.
            foreach (var (number, before) in new (int, int?)[] { (5, 4), (4, 3), (2, 1), (3, 2), (1, null) })
                Exchange(peer, port, number, before);
            killed.Kill();
            killed.WaitForExit();
        }
        var taken = new List<string>();
        using var all = new CountdownEvent(5);
        using var next = new SessionProcess(folder.Path, SessionTakes.All, 1, static _ => { }, number =>
        {
            taken.Add(number);
            all.Signal();
        });
        Assert.True(all.Wait(TimeSpan.FromMinutes(2)));
        Assert.Equal(["1001", "1002", "1003", "1004", "1005"], taken);
    }

    [Fact]
    public void Messages_wait_in_the_order_of_their_arrival_although_their_decryption_ends_in_another_one()
    {
        using var history = new HistoryFixture();
        var otherOutcome = new StoreOutcome();
        using (var store = history.Open())
        using (var other = history.Open(outcome: otherOutcome))
        {
            foreach (int order in new[] { 2, 0, 1, 4, 3 })
            {
                history.Append(store, Of("one", order));
                Assert.True(other.TryAppend(Of("other", 4 - order)));
                otherOutcome.NextWritten();
            }
        }
        using (var claimer = history.Open())
        {
            Assert.Equal(Enumerable.Range(0, 5).SelectMany(static i => new[] { "one " + i, "other " + i }), Claimed(claimer));
            // Its own ones come behind those that it has claimed.
            history.Append(claimer, Of("own", 1));
            history.Append(claimer, Of("own", 0));
        }
        using var last = history.Open();
        string[] texts = Claimed(last);
        Assert.Equal(["own 0", "own 1"], texts.Where(static each => each.StartsWith("own", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(0, 5).Select(static i => "one " + i),
            texts.Where(static each => each.StartsWith("one", StringComparison.Ordinal)));
    }

    private static string[] Claimed(HistoryStore store) => [.. store.ClaimAbandoned().Select(static each => each.Text!)];

    private static ReceivedMessage Of(string sender, int order)
    {
        var message = HistoryFixture.Message(sender + " " + order.ToString(CultureInfo.InvariantCulture));
        message.Order = order;
        return message;
    }

    private static void Exchange(Socket peer, int port, int number, int? before)
    {
        string after = before is { } named ? "\nAF:" + (1_000 + named).ToString("x8", CultureInfo.InvariantCulture) : "";
        string proof = "\nPN:" + number.ToString("x16", CultureInfo.InvariantCulture);
        byte[] datagram = Encoding.ASCII.GetBytes($"1:{1_000 + number}:suzuki:PC-7:{0x01000120}:text {number}\0\0{proof}{after}");
        byte[] answer = new byte[2_000];
        string confirmation = $":33:{1_000 + number}\0";
        peer.ReceiveTimeout = 1_000;
        for (int i = 0; ; i++)
        {
            peer.SendTo(datagram, new IPEndPoint(IPAddress.Loopback, port));
            try
            {
                while (!Encoding.ASCII.GetString(answer, 0, peer.Receive(answer)).Contains(confirmation, StringComparison.Ordinal))
                {
                }
                return;
            }
            catch (SocketException silence) when (silence.SocketErrorCode == SocketError.TimedOut && i < 60)
            {
                // A repetition, as of every client.
            }
        }
    }
}
