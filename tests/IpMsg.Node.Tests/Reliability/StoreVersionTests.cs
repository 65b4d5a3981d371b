using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.TestChild.Kills;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Node.Tests.Reliability;

/// <summary>Listeners of this version beside what earlier and later versions have written or write.</summary>
public sealed class StoreVersionTests : IDisposable
{
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly StorePeer _peer = new();
    private readonly List<MemberNode> _nodes = [];

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Stop();
        _peer.Dispose();
        _folder.Dispose();
    }

    private HistoryOptions History => KilledSession.HistoryFor(_folder.Path);

    private string Store => History.FolderOf("alice");

    private MemberNode Start(Func<NodeOptions, NodeOptions>? change = null)
    {
        var options = KilledSession.OptionsFor(_folder.Path);
        var node = MemberNode.Start(change?.Invoke(options) ?? options);
        _nodes.Add(node);
        return node;
    }

    private void Deliver(MemberNode node, int number, string text)
    {
        _peer.Send(node, number, text);
        Assert.True(_peer.IsConfirmed(number, s_maxWait), "no confirmation of " + number);
    }

    private static string[] ReceiveAll(MemberNode node)
    {
        var texts = new List<string>();
        while (node.Inbox.Receive() is { } message)
            texts.Add(message.Text);
        return [.. texts];
    }

    private static uint Number(MemberNode node) =>
        node.Outbox.Compose(new OutgoingMessage("x"), [new IPEndPoint(IPAddress.Loopback, 9)]).Deliveries[0].Number;

    [Fact]
    public void A_folder_of_a_version_without_a_store_is_used_as_it_is()
    {
        NodeOptions WithKeys(NodeOptions each) => each with { Encryption = EncryptionPolicy.Auto };
        var old = Start(each => WithKeys(each) with { History = null, LogPath = _folder["log.jsonl"] });
        Deliver(old, 1, "before");
        Assert.Equal(["before"], ReceiveAll(old));
        var (name, number) = (old.Settings.UserName, Number(old));
        old.Stop();
        // That version knows one file of the number.
        File.Delete(Path.Combine(_folder["keys"], "packet-number.lock"));
        string log = File.ReadAllText(_folder["log.jsonl"]);

        var now = Start(WithKeys);
        Assert.Equal(name, now.Settings.UserName);
        Assert.True(Number(now) > number, "the number does not rise");
        Assert.Equal(0, now.Inbox.Count);
        Deliver(now, 2, "after");
        now.Stop();
        Assert.Equal(["after"], ReceiveAll(Start(WithKeys)));
        Assert.Equal(log, File.ReadAllText(_folder["log.jsonl"]));
    }

    [Fact]
    public void A_version_without_a_store_runs_beside_and_both_have_their_messages()
    {
        var now = Start();
        var old = Start(each => each with { History = null });
        uint[] numbers = [Number(now), Number(old), Number(now), Number(old)];
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Deliver(now, 1, "stored");
        Deliver(old, 2, "in memory");
        Assert.Equal(["in memory"], ReceiveAll(old));
        old.Stop();
        now.Stop();
        Assert.Equal(["stored"], ReceiveAll(Start()));
    }

    [Fact]
    public void Lines_that_versions_with_fewer_or_more_properties_append_meanwhile_are_read()
    {
        var now = Start();
        Deliver(now, 1, "ours");
        Append(id => "{\"v\":1,\"k\":\"received\",\"id\":\"" + id + "\",\"at\":\"2026-11-27T04:26:02Z\",\"session\":\"0123456789abcdef\","
            + "\"from\":{\"user\":\"bob\",\"host\":\"BOB-PC\",\"address\":\"10.0.0.2\",\"port\":2425},\"number\":\"5\",\"flags\":288,"
            + "\"body\":{\"text\":\"of an earlier version\"}}");
        Append(id => "{\"v\":1,\"k\":\"received\",\"id\":\"" + id + "\",\"at\":\"2026-11-27T04:26:03Z\",\"session\":\"fedcba9876543210\","
            + "\"mood\":[1,{\"a\":null}],"
            + "\"from\":{\"user\":\"li\",\"host\":\"LI-PC\",\"address\":\"10.0.0.3\",\"port\":2425,\"avatar\":\"x\"},"
            + "\"number\":\"6\",\"flags\":288,\"body\":{\"text\":\"of a later version\",\"markup\":{}}}");
        Append(id => "{\"v\":1,\"k\":\"reaction\",\"id\":\"" + id + "\",\"at\":\"2026-11-27T04:26:04Z\",\"emoji\":\"+\"}");
        Deliver(now, 2, "ours again");
        Assert.Equal(["ours", "ours again"], ReceiveAll(now));
        now.Stop();
        var next = Start();
        Assert.Equal(["of an earlier version", "of a later version"], ReceiveAll(next));
        next.Stop();
        Assert.Equal(0, Start().Inbox.Count);
    }

    [Fact]
    public void A_store_of_a_newer_version_is_refused_and_not_touched()
    {
        var node = Start();
        Deliver(node, 1, "of the newer version");
        node.Stop();
        string segment = Directory.GetFiles(Store, "history-*.jsonl").Single();
        File.WriteAllText(segment, File.ReadAllText(segment).Replace("{\"v\":1,", "{\"v\":2,", StringComparison.Ordinal));
        byte[] before = File.ReadAllBytes(segment);

        var error = Assert.Throws<IpMsgException>(() => Start());
        Assert.Equal(IpMsgErrorId.HistoryTooNew, error.ErrorId);
        Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("-NoStore", error.Advice, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(segment));

        var sender = Start(each => each with { AcceptsMessages = false });
        Assert.Equal(IpMsgErrorId.HistoryTooNew, Assert.Throws<IpMsgException>(sender.Inbox.Accept).ErrorId);
        Assert.False(sender.Inbox.IsAccepting);
    }

    [Fact]
    public void Once_a_newer_version_writes_the_store_a_running_listener_confirms_nothing_more_and_says_so()
    {
        var node = Start();
        Deliver(node, 1, "before");
        using var failed = new ManualResetEventSlim();
        node.Problems.Changed += (part, problem) =>
        {
            if (part == NodePart.Store && problem?.Reason is HistoryVersionException)
                failed.Set();
        };
        Append(_ => "{\"v\":2,\"k\":\"received\",\"at\":\"2026-11-27T04:26:04Z\"}");
        _peer.Send(node, 2, "not kept");
        Assert.True(failed.Wait(s_maxWait), "no problem was reported");
        Assert.IsType<HistoryVersionException>(node.StoreFailure);
        node.Stop();
        // A stopped node has sent everything.
        Assert.False(_peer.IsConfirmed(2, TimeSpan.FromMilliseconds(1)));
        Assert.Equal(["before"], node.Inbox.GetWaiting().Select(message => message.Text));
    }

    // As another process does it: under the lock, at the end, with the place of the line as its id.
    private void Append(Func<HistoryId, string> line)
    {
        using var locked = new StoreLock(DiskFiles.Instance, Store);
        locked.Enter();
        string segment = Directory.GetFiles(Store, "history-*.jsonl").Single();
        OpenFiles.AppendAllText(segment, line(new HistoryId(1, (int)new FileInfo(segment).Length)) + "\n");
        locked.Exit();
    }
}
