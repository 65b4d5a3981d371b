using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using Xunit;
using static IpMsg.Node.Tests.Storage.History.HistoryFixture;

namespace IpMsg.Node.Tests.Storage.History;

public sealed class HistoryQueryTests : IDisposable
{
    private static readonly HistoryLimits s_small = new() { SegmentBytes = 3_000 };
    private static readonly DateTimeOffset s_day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HistoryFixture _history = new();

    public void Dispose() => _history.Dispose();

    private ReceivedMessage[] AppendDays(HistoryStore store, int count)
    {
        var all = new List<ReceivedMessage>();
        for (int day = 0; day < count; day++)
            all.AddRange(_history.Append(store, Message("day " + day, at: s_day.AddDays(day), user: day % 2 == 0 ? "even" : "odd")));
        return [.. all];
    }

    private static string[] Days(int from, int count) => [.. Enumerable.Range(from, count).Select(day => "day " + day)];

    [Fact]
    public void First_and_last_are_oldest_first_across_segments()
    {
        using var store = _history.Open(s_small);
        AppendDays(store, 60);
        Assert.True(_history.Segments.Length > 3);
        Assert.Equal(Days(0, 60), _history.Texts());
        Assert.Equal(Days(35, 25), _history.Texts(new() { Last = 25 }));
        Assert.Equal(Days(0, 25), _history.Texts(new() { First = 25 }));
        Assert.Equal(Days(0, 60), _history.Texts(new() { Last = 100 }));
        Assert.Empty(_history.Texts(new() { Last = 0 }));
    }

    [Fact]
    public void Times_and_names_choose()
    {
        using var store = _history.Open(s_small);
        AppendDays(store, 60);
        Assert.Equal(Days(20, 10), _history.Texts(new() { Since = s_day.AddDays(20), Before = s_day.AddDays(30) }));
        Assert.Equal(Days(50, 10), _history.Texts(new() { Since = s_day.AddDays(50), Last = 20 }));
        Assert.Equal(["day 57", "day 59"], _history.Texts(new() { With = peer => peer.User == "odd", Last = 2 }));
        Assert.Equal(["day 1", "day 3"], _history.Texts(new() { With = peer => peer.User == "odd", First = 2 }));
    }

    [Fact]
    public void A_query_that_is_stopped_ends_before_the_next_segment()
    {
        using var store = _history.Open(s_small);
        AppendDays(store, 60);
        foreach (var query in new HistoryQuery[] { new(), new() { Last = 100 } })
        {
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            Assert.Throws<OperationCanceledException>(() => _history.Query(query with { Stop = stop.Token }));
        }
        using var later = new CancellationTokenSource();
        int seen = 0;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var entry in new HistoryReader(_history.Folder).Read(new() { Stop = later.Token }))
            {
                seen++;
                later.Cancel();
            }
        });
        Assert.InRange(seen, 1, 30);
        using var none = new CancellationTokenSource();
        none.Cancel();
        Assert.Throws<OperationCanceledException>(() => new HistoryCleaner(_history.Folder).Clear(new() { Stop = none.Token }));
        Assert.Equal(60, _history.Query().Count);
    }

    [Theory]
    [InlineData("Lunch at Noon?", "lunch AT")]
    [InlineData("会議は14時からです", "会議は14")]
    [InlineData("ＡＢＣ全角", "ａｂｃ")]
    [InlineData("ПРИВЕТ мир", "привет МИР")]
    [InlineData("ÉCOLE 学校", "école")]
    [InlineData("a\"b\\c\nd", "A\"B\\C\nD")]
    [InlineData("tab\there \u202e x", "TAB\tHERE \u202e X")]
    [InlineData("smile 😀 end", "😀 END")]
    [InlineData("aaab", "AAB")]
    public void A_text_is_found_in_either_case(string text, string wanted)
    {
        using var store = _history.Open();
        store.Take(_history.Append(store, Message("nothing"), Message(text), Message("other text")));
        Assert.Equal(text, Assert.Single(_history.Texts(new() { Text = wanted })));
        Assert.Equal(text, Assert.Single(_history.Texts(new() { Text = wanted, Last = 5 })));
    }

    [Fact]
    public void What_stands_in_names_of_fields_or_people_is_no_text()
    {
        using var store = _history.Open();
        _history.Append(store, Message("x"));
        foreach (string wanted in (string[])["received", "suzuki", "鈴木", "text"])
            Assert.Empty(_history.Texts(new() { Text = wanted }));
    }

    [Fact]
    public void A_sent_message_has_its_deliveries()
    {
        using (var store = _history.Open())
        {
            var sent = new SentMessage
            {
                At = s_day,
                To =
                [
                    new HistoryPeer("bob", "B", "Bob", "Ops", "10.0.0.2", 2425),
                    new HistoryPeer("eve", "E", "Eve", "", "10.0.0.3", 2425),
                ],
                NumberText = "77",
                Text = "reboot 22:00",
                Attachments = [new StoredAttachment(0, "a.log", 12, 1) { Path = "/home/alice/a.log" }],
            };
            Assert.True(store.TryAppend(sent));
            var delivery = new HistoryUpdate(UpdateKind.Delivery, s_day.AddSeconds(1)) { Status = "Confirmed", Attempts = 1 };
            var other = new HistoryUpdate(UpdateKind.Delivery, s_day.AddSeconds(9)) { Recipient = 1, Status = "Unconfirmed", Attempts = 5 };
            store.TryUpdate(sent, delivery with { RoundTrip = TimeSpan.FromMilliseconds(1.5) });
            store.TryUpdate(sent, other with { Reason = "no answer" });
            store.TryUpdate(sent, other with { At = s_day.AddSeconds(90), Status = "Confirmed" });
            store.TryUpdate(sent, new HistoryUpdate(UpdateKind.Read, s_day.AddSeconds(100)) { Recipient = 1 });
        }
        var entry = Assert.Single(_history.Query(new() { With = peer => peer.User == "eve", Text = "REBOOT" }));
        var message = Assert.IsType<SentMessage>(entry.Message);
        Assert.Equal(("77", "/home/alice/a.log", 2), (message.NumberText, message.Attachments[0].Path, message.To.Count));
        Assert.Equal(("Confirmed", TimeSpan.FromMilliseconds(1.5)), (entry.DeliveryTo(0)!.Status, entry.DeliveryTo(0)!.RoundTrip));
        Assert.Equal(("Confirmed", s_day.AddSeconds(90)), (entry.DeliveryTo(1)!.Status, entry.DeliveryTo(1)!.At));
        Assert.Equal((null, s_day.AddSeconds(100)), (entry.ReadBy(0), entry.ReadBy(1)));
    }

    [Fact]
    public void A_sent_text_that_may_not_be_kept_is_not_written()
    {
        var attachment = new StoredAttachment(0, "secret.txt", 1, 1);
        using (var store = _history.Open())
            Assert.True(store.TryAppend(new SentMessage { At = s_day, Flags = 0x2_0000, Text = "secret", Attachments = [attachment] }));
        Assert.DoesNotContain("secret", _history.AllBytes, StringComparison.Ordinal);
        Assert.Null(Assert.Single(_history.Query()).Message.Text);
    }

    [Fact]
    public void Later_lines_join_from_later_segments()
    {
        using var store = _history.Open(s_small);
        var messages = AppendDays(store, 40);
        var saved = new HistoryUpdate(UpdateKind.Saved, s_day.AddDays(50)) { Attachment = 3, Path = "/home/a b/\u202ex" };
        Assert.True(store.TryUpdate(messages[2], saved));
        _history.Append(store, Message("in between"));
        store.Take(messages);
        foreach (var query in (HistoryQuery[])[new(), new() { Last = 41 }, new() { First = 41 }])
        {
            var entries = _history.Query(query);
            Assert.Equal(40, entries.Count(entry => entry.TakenAt is not null));
            Assert.Equal(saved, entries[2].Updates[0]);
            Assert.Equal(UpdateKind.Taken, entries[2].Updates[1].Kind);
        }
    }

    [Fact]
    public void A_sealed_text_that_was_opened_much_later_is_found()
    {
        using var store = _history.Open(s_small);
        var hidden = _history.Append(store, Message("hidden words", flags: 0x300))[0];
        store.Take([hidden]);
        AppendDays(store, 40);
        store.TryUpdate(hidden, new HistoryUpdate(UpdateKind.Opened, s_day) { Text = "hidden words" });
        _history.Append(store, Message("last"));
        Assert.Equal("hidden words", Assert.Single(_history.Texts(new() { Text = "Words" })));
        Assert.Equal("hidden words", Assert.Single(_history.Texts(new() { Text = "Words", Last = 3 })));
    }

    [Fact]
    public void Where_no_store_is_there_is_no_history()
    {
        Assert.Empty(_history.Query());
        Assert.Equal(0, new HistoryCleaner(_history.Folder).Clear(new()));
        Assert.False(Directory.Exists(_history.Folder));
    }

    [Fact]
    public void Clearing_removes_the_bytes_of_what_was_taken_and_nothing_else()
    {
        var store = _history.Open(s_small);
        var messages = AppendDays(store, 60);
        store.Take(messages[..50]);
        Assert.Equal(30, new HistoryCleaner(_history.Folder).Clear(new() { Before = s_day.AddDays(30) }));
        Assert.Equal(Days(30, 30), _history.Texts());
        Assert.DoesNotContain("\"day 29\"", _history.AllBytes, StringComparison.Ordinal);
        Assert.Equal(10, new HistoryCleaner(_history.Folder).Clear(new() { With = peer => peer.User == "even" }));
        Assert.Equal(Enumerable.Range(30, 30).Where(day => day >= 50 || day % 2 == 1).Select(day => "day " + day), _history.Texts());
        _history.Append(store, Message("still open"));
        Assert.Equal("still open", _history.Texts()[^1]);
        store.Dispose();
        Assert.Empty(Directory.GetFiles(_history.Folder, "*.new"));
    }

    [Fact]
    public void What_was_cleared_a_moment_ago_is_still_known_as_a_repetition()
    {
        using var store = _history.Open();
        store.Take(_history.Append(store, Message("words")));
        Assert.Equal(1, new HistoryCleaner(_history.Folder).Clear(new()));
        Assert.Empty(_history.Query());
        Assert.DoesNotContain("words", _history.AllBytes, StringComparison.Ordinal);
        Assert.Equal(Message("words").Digest, Assert.Single(store.RecentDigests(TimeSpan.FromMinutes(10), 10)).Digest);
    }

    [Theory]
    [InlineData("alice", "user-alice")]
    [InlineData("ALICE", "user-alice")]
    [InlineData("../x", "user-%002e%002e%002fx")]
    [InlineData("", "user-")]
    [InlineData("con", "user-con")]
    [InlineData("鈴木", "user-鈴木")]
    public void A_user_name_becomes_a_safe_folder(string name, string expected) => Assert.Equal(expected, HistoryFolder.SafeName(name));

    [Fact]
    public void Long_names_stay_apart_and_short_enough()
    {
        string one = HistoryFolder.SafeName(new string('長', 300) + "1"), other = HistoryFolder.SafeName(new string('長', 300) + "2");
        Assert.NotEqual(one, other);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(one), 1, 255);
    }

    [Fact]
    public void The_folder_is_the_named_one_then_the_environments_then_the_users()
    {
        Assert.Equal(Path.GetFullPath("/a/history/user-x"), HistoryFolder.Find("/a", "/b", "x"));
        Assert.Equal(Path.GetFullPath("/b/history/user-x"), HistoryFolder.Find(null, "/b", "x"));
        Assert.EndsWith(Path.Combine("IpMsg", "history", "user-x"), HistoryFolder.Find("", null, "x"), StringComparison.Ordinal);
    }
}
