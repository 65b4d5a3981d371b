using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;
using Xunit;
using static IpMsg.Node.Tests.Storage.History.HistoryFixture;

namespace IpMsg.Node.Tests.Storage.History;

public sealed class InboxStoreTests : IDisposable
{
    private readonly HistoryFixture _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public void What_a_session_has_not_taken_goes_in_order_to_the_next()
    {
        using (var first = _history.Open())
        {
            var messages = _history.AppendMany(first, 5);
            first.Take([messages[1], messages[3]]);
        }
        using var second = _history.Open();
        Assert.Equal(["text 1", "text 3", "text 5"], second.ClaimAbandoned().Select(message => message.Text));
        Assert.Empty(second.ClaimAbandoned());
    }

    [Fact]
    public void What_a_living_session_has_not_taken_is_its_own()
    {
        using var first = _history.Open();
        _history.AppendMany(first, 3);
        using (var second = _history.Open())
            Assert.Empty(second.ClaimAbandoned());
        first.Dispose();
        using var third = _history.Open();
        Assert.Equal(3, third.ClaimAbandoned().Count);
    }

    [Fact]
    public void What_was_claimed_and_not_taken_is_claimed_again()
    {
        using (var first = _history.Open())
            _history.AppendMany(first, 3);
        using (var second = _history.Open())
            second.Take([second.ClaimAbandoned()[0]]);
        using var third = _history.Open();
        Assert.Equal(["text 2", "text 3"], third.ClaimAbandoned().Select(message => message.Text));
    }

    [Fact]
    public async Task Several_sessions_that_claim_at_once_share_the_messages()
    {
        using (var first = _history.Open())
            _history.AppendMany(first, 200);
        var stores = Enumerable.Range(0, 8).Select(_ => _history.Open()).ToArray();
        var claimed = await Task.WhenAll(stores.Select(store => Task.Run(store.ClaimAbandoned)));
        Assert.Equal(200, claimed.SelectMany(each => each).Select(message => message.Id).Distinct().Count());
        Assert.Equal(200, claimed.Sum(each => each.Count));
        foreach (var store in stores)
            store.Dispose();
    }

    [Fact]
    public void Nothing_can_be_taken_from_a_store_once_others_can_claim_what_is_left()
    {
        var disk = new MemoryDisk();
        var store = _history.Open(files: disk);
        var message = _history.AppendMany(store, 1)[0];
        int claimed = 0;
        disk.OnDelete = path =>
        {
            // The file that shows that the session is alive.
            disk.OnDelete = null;
            Assert.Contains("session-", path, StringComparison.Ordinal);
            using var next = _history.Open(files: disk);
            claimed = next.ClaimAbandoned().Count;
            Assert.Throws<ObjectDisposedException>(() => store.Take([message]));
        };
        store.Dispose();
        Assert.Equal(1, claimed);
    }

    [Fact]
    public void A_message_that_is_put_back_waits_again()
    {
        using (var first = _history.Open())
        {
            var message = _history.Append(first, Message("secret", flags: 0x2_0100))[0];
            first.Take([message]);
            Assert.DoesNotContain("secret", _history.AllBytes, StringComparison.Ordinal);
            first.Return(message);
        }
        using var second = _history.Open();
        Assert.Equal("secret", Assert.Single(second.ClaimAbandoned()).Text);
    }

    [Fact]
    public void Everything_that_a_message_has_comes_back()
    {
        var attachment = new StoredAttachment(4_000_000_000, "報告:1.txt", 5_000_000_000, 0x4001)
        {
            Modified = new DateTimeOffset(2026, 11, 22, 1, 2, 3, TimeSpan.Zero).AddTicks(7),
            Extras = [new StoredExtra(0x14, ulong.MaxValue, null), new StoredExtra(0x41, 0, "é\n")],
        };
        var message = new ReceivedMessage
        {
            At = new DateTimeOffset(2026, 11, 27, 4, 26, 2, TimeSpan.FromHours(9)).AddTicks(1_234_567),
            From = new HistoryPeer("suzuki-<0123>", "PC-7", "鈴木\u202e", "", "fe80::1%4", 65535),
            To = new HistoryName("alice", "ALICE"),
            LocalAddress = "10.0.0.1",
            NumberText = "0017",
            Flags = 0x0060_0100,
            Suite = 0x8002_0004,
            Signature = "Valid",
            NameEncoding = "shift_jis",
            Text = "a\"\\\r\n\t\0\u001b\u007f\u0085\u2028\u2066😀\ud800 あ" + new string('x', 40_000),
            Attachments = [attachment],
            Recipients = [new HistoryName("bob", "BOB"), new HistoryName("", "")],
            Digest = new MessageDigest(ulong.MaxValue, 1),
            ReplayDigest = new MessageDigest(0, ulong.MaxValue - 1),
            IsConfirmed = true,
        };
        using (var store = _history.Open())
            _history.Append(store, message);
        using var next = _history.Open();
        var read = Assert.Single(next.ClaimAbandoned());
        Assert.Equal((message.At, message.From, message.To, message.LocalAddress, message.NumberText, message.Flags, message.Suite),
            (read.At, read.From, read.To, read.LocalAddress, read.NumberText, read.Flags, read.Suite));
        Assert.Equal((message.Signature, message.NameEncoding, message.Text, message.IsConfirmed, message.Id),
            (read.Signature, read.NameEncoding, read.Text, read.IsConfirmed, read.Id));
        Assert.Equal((message.Digest, message.ReplayDigest), (read.Digest, read.ReplayDigest));
        Assert.Equal(message.Recipients, read.Recipients);
        var readAttachment = Assert.Single(read.Attachments);
        Assert.Equal((attachment.Id, attachment.Name, attachment.Size, attachment.AttributeWord, attachment.Modified),
            (readAttachment.Id, readAttachment.Name, readAttachment.Size, readAttachment.AttributeWord, readAttachment.Modified));
        Assert.Equal(attachment.Extras, readAttachment.Extras);
    }

    [Fact]
    public void Lines_are_json_without_controls_or_marks_of_direction()
    {
        using (var store = _history.Open())
            _history.Append(store, Message("\u0000\u001b[31m\u007f\u0085\u009b\u200e\u202e\u2066\u2028\ufeff \U000E0041 ok"));
        foreach (string line in File.ReadLines(_history.Segments[0]))
        {
            Assert.Equal(1, JsonDocument.Parse(line).RootElement.GetProperty("v").GetInt32());
            Assert.DoesNotContain(line, static each => char.IsControl(each)
                || char.GetUnicodeCategory(each) == System.Globalization.UnicodeCategory.Format
                || each is '\u2028' or '\u2029' or '\udb40');
        }
        Assert.Equal("\u0000\u001b[31m\u007f\u0085\u009b\u200e\u202e\u2066\u2028\ufeff \U000E0041 ok", Assert.Single(_history.Texts()));
    }

    [Fact]
    public void A_sealed_text_lies_encrypted_until_it_is_opened()
    {
        using (var store = _history.Open())
            _history.Append(store, Message("hidden words", flags: 0x300));
        Assert.DoesNotContain("hidden", _history.AllBytes, StringComparison.Ordinal);
        using (var store = _history.Open())
        {
            var message = Assert.Single(store.ClaimAbandoned());
            Assert.Equal("hidden words", message.Text);
            store.Take([message]);
            Assert.Empty(_history.Query(new() { Text = "hidden" }));
            store.TryUpdate(message, new HistoryUpdate(UpdateKind.Opened, DateTimeOffset.UtcNow) { Text = message.Text });
        }
        var entry = Assert.Single(_history.Query(new() { Text = "HIDDEN" }));
        Assert.Equal("hidden words", entry.Message.Text);
        Assert.NotNull(entry.OpenedAt);
        Assert.NotNull(entry.TakenAt);
    }

    [Fact]
    public void A_text_that_may_not_be_kept_leaves_the_disk_when_it_is_taken()
    {
        using var store = _history.Open();
        var messages = _history.Append(store, Message("before"), Message("secret", flags: 0x2_0100), Message("behind"));
        Assert.Contains("secret", _history.AllBytes, StringComparison.Ordinal);
        store.Take(messages);
        Assert.DoesNotContain("secret", _history.AllBytes, StringComparison.Ordinal);
        Assert.Equal(["before", null, "behind"], _history.Query().Select(entry => entry.Message.Text));
    }

    [Fact]
    public void Without_a_history_nothing_but_the_digest_stays()
    {
        using var store = _history.Open();
        var message = new ReceivedMessage
        {
            At = DateTimeOffset.UtcNow,
            Text = "gone",
            From = Message("").From,
            Digest = new(1, 2),
            KeepsHistory = false,
        };
        _history.Append(store, message);
        store.Take([message]);
        Assert.DoesNotContain("gone", _history.AllBytes, StringComparison.Ordinal);
        Assert.DoesNotContain("suzuki", _history.AllBytes, StringComparison.Ordinal);
        Assert.Empty(_history.Query());
        Assert.Equal(new MessageDigest(1, 2), Assert.Single(store.RecentDigests(TimeSpan.FromMinutes(10), 100)).Digest);
    }

    [Fact]
    public void Repetitions_are_known_to_the_next_process()
    {
        byte[] key;
        using (var store = _history.Open(new HistoryLimits { SegmentBytes = 2_000 }))
        {
            key = store.DigestKey;
            store.Take(_history.AppendMany(store, 50));
            _history.Append(store, Message("old", at: DateTimeOffset.UtcNow.AddHours(-1)));
        }
        using var next = _history.Open();
        Assert.Equal(key, next.DigestKey);
        Assert.Equal(50, next.RecentDigests(TimeSpan.FromMinutes(10), 100).Count);
        Assert.Equal(_history.Outcome.Written.Take(50).Skip(40).Select(message => message.Digest),
            next.RecentDigests(TimeSpan.FromMinutes(10), 10).Select(each => each.Digest));
    }
}
