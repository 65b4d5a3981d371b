using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.Tests.Support;
using Xunit;
using static IpMsg.Node.Tests.Storage.History.HistoryFixture;

namespace IpMsg.Node.Tests.Storage.History;

public sealed class StoreFaultTests : IDisposable
{
    private readonly HistoryFixture _history = new();
    private readonly MemoryDisk _disk = new();

    public void Dispose() => _history.Dispose();

    private string[] TextsOn(MemoryDisk disk) =>
        [.. new HistoryReader(_history.Folder, disk).Read(new()).Select(entry => entry.Message.Text!)];

    [Fact]
    public void A_full_disk_is_cut_back_reported_and_gone_on_with()
    {
        using var store = _history.Open(files: _disk);
        var first = _history.Append(store, Message("first"))[0];
        _disk.Room = 200;
        Assert.True(store.TryAppend(Message("second")));
        Assert.IsType<IOException>(_history.Outcome.NextFailure());
        Assert.NotNull(_history.Outcome.NextChange());
        Assert.NotNull(store.Failure);
        string segment = Path.Combine(_history.Folder, "history-000001.jsonl");
        Assert.Equal((byte)'\n', _disk.Read(segment)[^1]);
        // Who reads is not kept from reading.
        _disk.Room = 10;
        store.Take([first]);
        _disk.Room = long.MaxValue;
        _history.Append(store, Message("third"));
        Assert.Null(_history.Outcome.NextChange());
        Assert.Null(store.Failure);
        store.Dispose();
        using var next = _history.Open(files: _disk);
        Assert.Equal("third", Assert.Single(next.ClaimAbandoned()).Text);
        Assert.Equal(["first", "third"], TextsOn(_disk));
    }

    [Fact]
    public void What_could_not_be_flushed_is_not_there_and_its_repetition_is_there_once()
    {
        using (var store = _history.Open(files: _disk))
        {
            _history.Append(store, Message("first"));
            _disk.FlushFailure = new IOException("broken");
            Assert.True(store.TryAppend(Message("again")));
            Assert.Equal("broken", _history.Outcome.NextFailure().Message);
            _disk.FlushFailure = null;
            _history.Append(store, Message("again"));
        }
        using var next = _history.Open(files: _disk);
        Assert.Equal(["first", "again"], next.ClaimAbandoned().Select(message => message.Text));
    }

    [Fact]
    public void What_could_neither_be_flushed_nor_blanked_is_blanked_later_and_its_repetition_is_there_once()
    {
        var disk = new ReadOnlyDisk();
        using (var store = _history.Open(files: disk))
        {
            _history.Append(store, Message("first"));
            disk.FlushesUntilReadOnly = 0;
            Assert.True(store.TryAppend(Message("again")));
            Assert.IsType<IOException>(_history.Outcome.NextFailure());
            Assert.Contains("again", _history.AllBytes, StringComparison.Ordinal);
            disk.IsReadOnly = false;
            _history.Append(store, Message("again"));
        }
        using var next = _history.Open();
        Assert.Equal(["first", "again"], next.ClaimAbandoned().Select(message => message.Text));
        Assert.Equal(["first", "again"], _history.Texts());
    }

    [Fact]
    public void Later_lines_that_fail_are_written_when_the_disk_works_again()
    {
        using (var store = _history.Open(files: _disk))
        {
            _disk.Room = 0;
            var sent = new SentMessage { At = DateTimeOffset.UtcNow, Text = "sent" };
            store.TryAppend(sent);
            store.TryUpdate(sent, new HistoryUpdate(UpdateKind.Delivery, DateTimeOffset.UtcNow) { Status = "Confirmed" });
            Assert.NotNull(_history.Outcome.NextChange());
            _disk.Room = long.MaxValue;
            Assert.Null(_history.Outcome.NextChange());
        }
        var entry = Assert.Single(new HistoryReader(_history.Folder, _disk).Read(new()));
        Assert.Equal("Confirmed", entry.DeliveryTo(0)!.Status);
    }

    [Fact]
    public void Many_share_a_slow_flush_and_one_alone_does_not_wait_for_more()
    {
        _disk.FlushTime = TimeSpan.FromMilliseconds(10);
        using var store = _history.Open(files: _disk);
        _history.Append(store, Message("first"));
        // It is written although no other one follows.
        _history.Append(store, Message("alone"));
        _disk.Flushes = 0;
        _history.AppendMany(store, 3_000);
        Assert.True(_disk.Flushes < 300, _disk.Flushes + " flushes");
    }

    [Fact]
    public void More_than_may_wait_is_turned_away()
    {
        _disk.FlushTime = TimeSpan.FromMilliseconds(200);
        using var store = _history.Open(files: _disk);
        int accepted = 0;
        while (accepted < 100_000 && store.TryAppend(Message("x")))
            accepted++;
        Assert.InRange(accepted, HistoryLimits.MaxQueued, HistoryLimits.MaxQueued * 3);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("pipe")]
    public void What_is_no_file_is_refused_and_not_waited_for(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes and links of Unix.");
        using (var store = _history.Open())
            _history.AppendMany(store, 1);
        string segment = _history.Segments[0];
        File.Delete(segment);
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(segment);
                break;
            case "link":
                File.CreateSymbolicLink(segment, Path.Combine(_history.Folder, "elsewhere"));
                break;
            default:
                using (var process = Process.Start("mkfifo", segment))
                    process.WaitForExit();
                break;
        }
        Assert.ThrowsAny<IOException>(() => _history.Open());
        Assert.ThrowsAny<IOException>(() => _history.Query());
    }

    [Fact]
    public void A_segment_that_is_replaced_while_the_store_is_open_is_noticed()
    {
        using var store = _history.Open();
        _history.AppendMany(store, 1);
        string segment = _history.Segments[0];
        File.Move(segment, segment + ".away");
        Directory.CreateDirectory(segment);
        Assert.True(store.TryAppend(Message("lost")));
        Assert.IsType<IOException>(_history.Outcome.NextFailure());
        Directory.Delete(segment);
        _history.Append(store, Message("kept"));
        Assert.Equal(["text 1", "kept"], _history.Texts());
    }

    [Fact]
    public void A_small_real_disk_that_is_full_keeps_what_was_reported()
    {
        Directory.CreateDirectory(_history.Folder);
        using var disk = new SmallDisk(_history.Folder);
        using (var store = _history.Open())
        {
            _history.AppendMany(store, 10);
            disk.Fill();
            int failed = 0;
            for (int i = 0; i < 200; i++)
            {
                if (!store.TryAppend(Message(new string('x', 1_000))))
                    failed++;
            }
            Assert.IsType<IOException>(_history.Outcome.NextFailure());
            File.Delete(disk.Ballast);
            Assert.True(store.TryAppend(Message("after")));
            while (_history.Outcome.NextWritten().Text != "after")
            {
            }
        }
        var written = _history.Outcome.Written.Select(message => message.Text);
        using var next = _history.Open();
        Assert.Equal(written, next.ClaimAbandoned().Select(message => message.Text));
    }

    [Fact]
    public void A_locked_store_fails_after_a_while_instead_of_writing()
    {
        using var store = _history.Open();
        using var other = new StoreLock(DiskFiles.Instance, _history.Folder);
        other.Enter();
        Assert.True(store.TryAppend(Message("x")));
        Assert.Contains("locked", _history.Outcome.NextFailure().Message, StringComparison.Ordinal);
        other.Exit();
        _history.Append(store, Message("y"));
        Assert.Equal("y", Assert.Single(_history.Texts()));
    }
}
