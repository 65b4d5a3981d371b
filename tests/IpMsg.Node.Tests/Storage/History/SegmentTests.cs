using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Queries;
using Xunit;
using static IpMsg.Node.Tests.Storage.History.HistoryFixture;

namespace IpMsg.Node.Tests.Storage.History;

public sealed class SegmentTests : IDisposable
{
    private static readonly HistoryLimits s_small = new() { SegmentBytes = 3_000, MaxBytes = null, MaxAge = null };

    private readonly HistoryFixture _history = new();

    public void Dispose() => _history.Dispose();

    private void AppendOneByOne(HistoryStore store, int count)
    {
        for (int i = 1; i <= count; i++)
            _history.Append(store, Message("text " + i));
    }

    [Fact]
    public void Messages_of_all_segments_wait_for_the_next_session()
    {
        using (var store = _history.Open(s_small))
            AppendOneByOne(store, 60);
        Assert.True(_history.Segments.Length > 3);
        using var next = _history.Open(s_small);
        Assert.Equal(Enumerable.Range(1, 60).Select(i => "text " + i), next.ClaimAbandoned().Select(message => message.Text));
    }

    [Fact]
    public void Two_open_stores_write_into_the_same_segments()
    {
        var otherOutcome = new StoreOutcome();
        using var one = _history.Open(s_small);
        using var other = _history.Open(s_small, outcome: otherOutcome);
        for (int i = 1; i <= 40; i++)
        {
            _history.Append(one, Message("one " + i));
            Assert.True(other.TryAppend(Message("other " + i)));
            other.Take([otherOutcome.NextWritten()]);
        }
        Assert.Equal(Enumerable.Range(1, 40).SelectMany(i => new[] { "one " + i, "other " + i }), _history.Texts());
        one.Dispose();
        Assert.Equal(Enumerable.Range(1, 40).Select(i => "one " + i), other.ClaimAbandoned().Select(message => message.Text));
    }

    [Fact]
    public void A_message_is_taken_after_another_process_has_begun_a_segment_and_rewritten_the_one_before()
    {
        using var store = _history.Open();
        var messages = _history.AppendMany(store, 4);
        store.Take([messages[0]]);
        Assert.Equal(1, new HistoryCleaner(_history.Folder).Clear(new() { Text = "text 1" }));
        Assert.Equal(2, _history.Segments.Length);
        store.Take([messages[2]]);
        store.Dispose();
        using var next = _history.Open();
        Assert.Equal(["text 2", "text 4"], next.ClaimAbandoned().Select(message => message.Text));
        Assert.Equal(["text 2", "text 3", "text 4"], _history.Texts());
    }

    [Theory]
    [InlineData("{\"v\":1,\"k\":\"received\",\"id\":\"1-9")]
    [InlineData("{")]
    [InlineData("\0\0\0\0")]
    public void A_torn_last_line_is_cut_off_and_the_next_is_whole(string torn)
    {
        using (var store = _history.Open())
            _history.AppendMany(store, 3);
        File.AppendAllText(_history.Segments[0], torn);
        using (var store = _history.Open())
        {
            _history.Append(store, Message("next"));
            Assert.Equal(3, store.ClaimAbandoned().Count);
        }
        Assert.Equal(["text 1", "text 2", "text 3", "next"], _history.Texts());
        Assert.Equal('}', File.ReadAllText(_history.Segments[0])[^2]);
    }

    [Fact]
    public void A_damaged_line_costs_itself_alone()
    {
        using (var store = _history.Open())
            _history.AppendMany(store, 3);
        string text = File.ReadAllText(_history.Segments[0]);
        File.WriteAllText(_history.Segments[0], text.Replace("\"text 2\"", "\0\0\0 ", StringComparison.Ordinal));
        using var next = _history.Open();
        Assert.Equal(["text 1", "text 3"], next.ClaimAbandoned().Select(message => message.Text));
        Assert.Equal(["text 1", "text 3"], _history.Texts());
    }

    [Fact]
    public void A_lost_first_line_is_made_up_for_by_the_segments_before()
    {
        using (var store = _history.Open(s_small))
            AppendOneByOne(store, 40);
        string last = _history.Segments[^1];
        string[] lines = File.ReadAllLines(last);
        File.WriteAllText(last, string.Concat(lines.Skip(1).Select(line => line + "\n")));
        using var next = _history.Open(s_small);
        Assert.Equal(40, next.ClaimAbandoned().Count);
    }

    [Fact]
    public void Lines_and_fields_of_later_versions_are_passed_over()
    {
        using (var store = _history.Open())
            _history.AppendMany(store, 2);
        string text = File.ReadAllText(_history.Segments[0]);
        text = text.Replace("\"number\":", "\"new\":{\"a\":[1,null,\"x\"]},\"number\":", StringComparison.Ordinal)
            + "{\"v\":1,\"k\":\"reaction\",\"id\":\"1-50\",\"emoji\":\"+\"}\n{\"k\":\"returned\",\"zzz\":1,\"v\":1}\n";
        File.WriteAllText(_history.Segments[0], text);
        using var next = _history.Open();
        Assert.Equal(["text 1", "text 2"], next.ClaimAbandoned().Select(message => message.Text));
        Assert.Equal(["text 1", "text 2"], _history.Texts());
    }

    [Theory]
    [InlineData("{\"v\":2,\"k\":\"segment\"}\n")]
    [InlineData("{\"k\":\"thing\",\"v\":7}\n")]
    public void A_newer_version_is_refused_also_while_the_store_is_open(string line)
    {
        using var store = _history.Open();
        _history.AppendMany(store, 1);
        File.WriteAllText(Path.Combine(_history.Folder, "history-000002.jsonl"), line);
        store.TryAppend(Message("not kept"));
        Assert.IsType<HistoryVersionException>(_history.Outcome.NextFailure());
        var refusal = Assert.Throws<HistoryVersionException>(() => _history.Open());
        Assert.Contains("newer module", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<HistoryVersionException>(() => _history.Query());
    }

    [Fact]
    public void The_oldest_segments_go_beyond_the_size_but_not_what_nobody_has_taken()
    {
        var limits = s_small with { MaxBytes = 10_000 };
        using (var store = _history.Open(limits))
        {
            var first = _history.Append(store, Message("waits"))[0];
            for (int i = 1; i <= 200; i++)
                store.Take(_history.Append(store, Message("text " + i)));
            Assert.True(first.Id.IsSet);
            store.ApplyLimits();
        }
        Assert.InRange(_history.Segments.Sum(path => new FileInfo(path).Length), 1, 14_000);
        var texts = _history.Texts();
        Assert.Equal(("waits", "text 200"), (texts[0], texts[^1]));
        Assert.DoesNotContain("text 50", texts);
        using var next = _history.Open(limits);
        Assert.Equal("waits", Assert.Single(next.ClaimAbandoned()).Text);
    }

    [Fact]
    public void Folder_and_files_are_the_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows protects the user's folder as a whole.");
        if (OperatingSystem.IsWindows())
            return;
        using (var store = _history.Open())
            _history.AppendMany(store, 1);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_history.Folder));
        string[] files = Directory.GetFiles(_history.Folder);
        Assert.NotEmpty(files);
        foreach (string path in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void What_a_restore_made_readable_for_everybody_is_the_users_alone_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows protects the user's folder as a whole.");
        if (OperatingSystem.IsWindows())
            return;
        using (var store = _history.Open())
            _history.AppendMany(store, 1);
        string segment = Assert.Single(_history.Segments);
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(segment, readable);
        File.SetUnixFileMode(_history.Folder, readable | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        using (_history.Open())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(segment));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_history.Folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("history-000001.jsonl")]
    [InlineData("store.lock")]
    [InlineData("digest.key")]
    public void What_belongs_to_another_user_is_not_written_to(string name)
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows() && Environment.UserName == "root", "only root can give files away");
        using (var store = _history.Open())
            _history.AppendMany(store, 1);
        string path = Path.TrimEndingDirectorySeparator(Path.Combine(_history.Folder, name));
        Assert.Equal(0, chown(path, 65534, 65534));
        var failure = Assert.Throws<IOException>(() => _history.Open());
        Assert.Contains($"'{path}' belongs to another user (nobody)", failure.Message, StringComparison.Ordinal);
        // Reading shows nobody a new message.
        Assert.Equal(["text 1"], _history.Texts());
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int chown(string path, uint owner, uint group);
}
