using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>A node that stores messages before it confirms them, through its end and into the next session.</summary>
public sealed class NodeHistoryTests : IDisposable
{
    private const uint Message = 0x120, Sealed = 0x100320;
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly List<MemberNode> _nodes = [];
    private readonly BlockingCollection<string> _sent = [];
    private FakeTransport _transport = new();

    public void Dispose()
    {
        foreach (var node in _nodes)
            node.Stop();
        _sent.Dispose();
        _folder.Dispose();
    }

    private MemberNode Start(HistoryOptions? options = null, bool accepts = true, string keys = "keys")
    {
        _transport = new FakeTransport
        {
            OnSend = (bytes, count, _) => _sent.TryAdd(Encoding.UTF8.GetString(bytes, 0, count)),
        };
        var node = Nodes.Start(_folder, _transport, each => each with
        {
            History = options ?? new HistoryOptions { DataPath = _folder["data"] },
            KeyPath = _folder[keys],
            UserName = "alice",
            AcceptsMessages = accepts,
        });
        _nodes.Add(node);
        // Clients send this before their entry (R21). Its bytes count for the confirmations of very short packets (R117).
        _transport.Receive("1:1:bob:BOB-PC:0:bob\0Dev\0\nUN:bob\nHN:BOB-PC\nNN:bob\nGN:Dev\nVS:00010002:4:99:103");
        return node;
    }

    private void Arrive(int number, string text, uint command = Message) =>
        _transport.Receive($"1:{number}:bob:BOB-PC:{command | 0x20}:{text}\0");

    private void AwaitConfirmation(int number)
    {
        string confirmation = ":33:" + number + "\0";
        while (_sent.TryTake(out string? packet, s_maxWait))
        {
            if (packet.EndsWith(confirmation, StringComparison.Ordinal))
                return;
        }
        Assert.Fail("No confirmation of " + number);
    }

    private static IncomingMessage? Receive(MemberNode node) =>
        node.Inbox.Receive(new InboxReader(null), s_maxWait, CancellationToken.None, out var message) ? message : null;

    private List<HistoryRecord> History()
    {
        var records = new List<HistoryRecord>();
        var reader = new HistoryReader(new HistoryOptions { DataPath = _folder["data"] }.FolderOf("alice"));
        foreach (var entry in reader.Read(new HistoryQuery()))
            records.Add(entry.Message);
        return records;
    }

    [Fact]
    public void What_was_confirmed_and_not_received_waits_for_the_next_session_in_order()
    {
        Start();
        for (int i = 1; i <= 5; i++)
            Arrive(i, "text " + i);
        AwaitConfirmation(5);
        Assert.Equal("text 1", Receive(_nodes[0])!.Text);
        _nodes[0].Stop();

        var next = Start();
        Assert.Equal(["text 2", "text 3", "text 4", "text 5"], Enumerable.Range(0, 4).Select(_ => Receive(next)!.Text));
        Assert.Equal(0, next.Inbox.Count);
        next.Stop();
        Assert.Equal(0, Start().Inbox.Count);
    }

    [Fact]
    public void What_cannot_be_read_at_the_start_is_received_once_the_disk_works_again()
    {
        Start();
        for (int i = 1; i <= 3; i++)
            Arrive(i, "text " + i);
        AwaitConfirmation(3);
        _nodes[0].Stop();

        // As with too many open files. The session itself could be opened.
        var disk = new UnreadableSegments();
        var node = Start(new HistoryOptions { DataPath = _folder["data"], Mode = HistoryMode.On, Files = disk }, accepts: false);
        disk.Refuses = true;
        node.Inbox.Accept();
        Assert.Equal(0, node.Inbox.Count);
        Assert.Contains("Too many open files", node.Problems.Find(NodePart.Store)!.Reason.Message, StringComparison.Ordinal);
        disk.Refuses = false;
        Arrive(4, "text 4");
        AwaitConfirmation(4);
        Assert.True(SpinWait.SpinUntil(() => node.Inbox.Count == 4, s_maxWait));
        Assert.Equal(["text 1", "text 2", "text 3", "text 4"], Enumerable.Range(0, 4).Select(_ => Receive(node)!.Text));
        Assert.Null(node.Problems.Find(NodePart.Store));
    }

    [Fact]
    public void What_cannot_be_read_is_read_soon_although_no_message_comes()
    {
        Start();
        Arrive(1, "text 1");
        AwaitConfirmation(1);
        _nodes[0].Stop();

        var disk = new UnreadableSegments();
        var node = Start(new HistoryOptions { DataPath = _folder["data"], Mode = HistoryMode.On, Files = disk }, accepts: false);
        disk.Refuses = true;
        node.Inbox.Accept();
        Assert.Equal(0, node.Inbox.Count);
        disk.Refuses = false;
        Assert.True(SpinWait.SpinUntil(() => node.Inbox.Count == 1, s_maxWait));
        Assert.Equal("text 1", Receive(node)!.Text);
    }

    [Fact]
    public void What_cannot_be_read_waits_for_a_session_that_can()
    {
        Start();
        Arrive(1, "text 1");
        AwaitConfirmation(1);
        _nodes[0].Stop();

        var disk = new UnreadableSegments();
        var node = Start(new HistoryOptions { DataPath = _folder["data"], Mode = HistoryMode.On, Files = disk }, accepts: false);
        disk.Refuses = true;
        node.Inbox.Accept();
        // While that one lives.
        Assert.Equal("text 1", Receive(Start())!.Text);
        Assert.Equal(0, node.Inbox.Count);
    }

    [Fact]
    public void A_named_folder_that_cannot_be_used_prevents_the_start()
    {
        File.WriteAllText(_folder["data"], "a file");
        var error = Assert.Throws<IpMsgException>(() => Start());
        Assert.Equal(IpMsgErrorId.InvalidDataPath, error.ErrorId);
        Assert.Contains("-NoStore", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_whose_store_was_refused_confirms_nothing_in_memory_later()
    {
        File.WriteAllText(_folder["data"], "a file");
        var node = Start(accepts: false);
        for (int i = 0; i < 2; i++)
            Assert.Equal(IpMsgErrorId.InvalidDataPath, Assert.Throws<IpMsgException>(node.Inbox.Accept).ErrorId);
        Assert.False(node.Inbox.IsAccepting);
    }

    [Fact]
    public void Without_a_usable_default_folder_messages_are_confirmed_in_memory_and_the_reason_is_shown()
    {
        File.WriteAllText(_folder["home"], "a file");
        using var home = new ApplicationDataFolder(_folder["home"]);
        Assert.SkipUnless(home.IsPossible, "The folder for application data has no variable here.");
        var node = Start(new HistoryOptions());
        Assert.Null(node.StorePath);
        Assert.Contains(_folder["home"], node.StoreFailure!.Message, StringComparison.Ordinal);
        Arrive(1, "hi");
        AwaitConfirmation(1);
        Assert.Equal("hi", Receive(node)!.Text);
    }

    [Fact]
    public void A_node_that_only_sends_opens_the_store_once_it_accepts_messages()
    {
        Start();
        Arrive(1, "left over");
        AwaitConfirmation(1);
        _nodes[0].Stop();
        var node = Start(accepts: false);
        Assert.Null(node.StorePath);
        node.Inbox.Accept();
        Assert.NotNull(node.StorePath);
        Assert.Equal("left over", Receive(node)!.Text);
        Arrive(2, "confirmed and stored");
        AwaitConfirmation(2);
        node.Stop();
        Assert.Equal("confirmed and stored", Receive(Start())!.Text);
        Assert.Equal(2, History().Count);
    }

    [Fact]
    public void What_waits_in_the_store_is_not_received_from_a_stopped_node()
    {
        var node = Start();
        Arrive(1, "for the next one");
        AwaitConfirmation(1);
        node.Stop();
        Assert.Null(node.Inbox.Receive());
        Assert.Equal("for the next one", Receive(Start())!.Text);
    }

    [Fact]
    public void Messages_of_earlier_sessions_come_before_new_ones_and_say_who_wrote_them()
    {
        Start();
        Arrive(1, "old");
        AwaitConfirmation(1);
        _nodes[0].Stop();
        var next = Start(accepts: false);
        _transport.Receive("1:2:carol:CAROL-PC:32:new\0", new IPEndPoint(IPAddress.Parse("10.0.0.9"), 2425));
        SpinWait.SpinUntil(() => next.Inbox.Count == 1, s_maxWait);
        next.Inbox.Accept();

        var old = Receive(next)!;
        Assert.Equal(("old", "bob", "BOB-PC", "10.0.0.2:2425", true), (old.Text, old.User, old.Host, old.From.ToString(), old.IsConfirmed));
        Assert.Equal("new", Receive(next)!.Text);
    }

    [Fact]
    public void A_session_that_confirms_nothing_leaves_the_messages_to_others()
    {
        Start();
        Arrive(1, "old");
        AwaitConfirmation(1);
        _nodes[0].Stop();
        Assert.Equal(0, Start(accepts: false).Inbox.Count);
        Assert.Equal(1, Start().Inbox.Count);
    }

    [Fact]
    [Rule(43)]
    public void R43_a_repetition_of_what_an_earlier_session_has_received_is_confirmed_and_not_shown()
    {
        Start();
        Arrive(7, "once");
        AwaitConfirmation(7);
        Receive(_nodes[0]);
        _nodes[0].Stop();

        var next = Start();
        Arrive(7, "once");
        AwaitConfirmation(7);
        Assert.Equal((0, 1L), (next.Inbox.Count, next.Counters.Duplicates));
    }

    [Fact]
    public void A_message_that_comes_back_to_the_inbox_is_in_the_next_session()
    {
        Start();
        Arrive(1, "again");
        AwaitConfirmation(1);
        _nodes[0].Inbox.Requeue(Receive(_nodes[0])!);
        _nodes[0].Stop();
        Assert.Equal("again", Receive(Start())!.Text);
    }

    [Fact]
    public void A_discarded_message_is_gone_for_good()
    {
        Start();
        Arrive(1, "away");
        AwaitConfirmation(1);
        _nodes[0].Inbox.Discard(Receive(_nodes[0])!);
        _nodes[0].Stop();
        Assert.Equal(0, Start().Inbox.Count);
    }

    [Fact]
    public void A_sealed_text_is_not_readable_on_the_disk_and_waits_sealed()
    {
        Start();
        Arrive(1, "the secret", Sealed);
        AwaitConfirmation(1);
        _nodes[0].Stop();
        Assert.All(Directory.GetFiles(_folder["data"], "*", SearchOption.AllDirectories),
            each => Assert.DoesNotContain("the secret", File.ReadAllText(each), StringComparison.Ordinal));

        var next = Start();
        var message = Receive(next)!;
        Assert.Equal(("the secret", true, false), (message.Text, message.IsSealed, message.IsOpened));
        Assert.True(next.Inbox.Open(message));
        next.Stop();
        Assert.Equal("the secret", Assert.Single(History()).Text);
    }

    [Fact]
    public void A_sealed_text_whose_keys_are_missing_stays_in_the_store_until_they_are_back()
    {
        Start();
        Arrive(1, "the secret", Sealed);
        AwaitConfirmation(1);
        _nodes[0].Stop();

        var stranger = Start(keys: "other keys");
        Assert.Equal(0, stranger.Inbox.Count);
        Assert.Contains("stay in the store: 1", stranger.Problems.Find(NodePart.Store)!.Reason.Message, StringComparison.Ordinal);
        stranger.Stop();
        Assert.Equal("the secret", Receive(Start())!.Text);
    }

    [Fact]
    public void Without_a_history_only_what_waits_is_on_the_disk()
    {
        var options = new HistoryOptions { DataPath = _folder["data"], Mode = HistoryMode.Off };
        Start(options);
        Arrive(1, "first");
        Arrive(2, "second");
        AwaitConfirmation(2);
        Receive(_nodes[0]);
        _nodes[0].Stop();
        Assert.Equal("second", Receive(Start(options))!.Text);
        _nodes[1].Stop();
        Assert.DoesNotContain(History(), each => each.Text is not null);
    }

    [Fact]
    public void Sent_messages_and_what_becomes_of_them_are_in_the_history()
    {
        var node = Start();
        var to = new IPEndPoint(IPAddress.Parse("10.0.0.2"), 2425);
        var deliveries = node.Outbox.Compose(new OutgoingMessage("hello"), [to]).Deliveries;
        node.Outbox.Send(deliveries, null);
        _transport.Receive($"1:9:bob:BOB-PC:33:{deliveries[0].Number}\0");
        Assert.Equal(DeliveryStatus.Confirmed, deliveries[0].Status);
        node.Stop();

        var reader = new HistoryReader(new HistoryOptions { DataPath = _folder["data"] }.FolderOf("alice"));
        var entry = Assert.Single(reader.Read(new HistoryQuery()));
        var sent = Assert.IsType<SentMessage>(entry.Message);
        Assert.Equal(("hello", "10.0.0.2"), (sent.Text, Assert.Single(sent.To).Address));
        Assert.Contains(entry.Updates, each => each is { Kind: UpdateKind.Delivery, Status: "Confirmed", Attempts: 1 });
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_an_error_and_frees_the_port()
    {
        File.WriteAllText(_folder["data"], "a file");
        var error = Assert.Throws<IpMsgException>(() => Start());
        Assert.Equal(IpMsgErrorId.InvalidDataPath, error.ErrorId);
        Assert.True(_transport.IsDisposed);
    }
}
