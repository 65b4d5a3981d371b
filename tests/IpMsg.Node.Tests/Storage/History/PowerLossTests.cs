using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;
using Xunit;
using static IpMsg.Node.Tests.Storage.History.HistoryFixture;

namespace IpMsg.Node.Tests.Storage.History;

/// <summary>A disk that forgets at a power failure what was not flushed, and keeps some blocks of it.</summary>
public sealed class PowerLossTests : IDisposable
{
    private const uint NoLog = 0x2_0100, Sealed = 0x300, Plain = 0x100;

    private static readonly HistoryLimits s_small = new() { SegmentBytes = 2_500 };

    private readonly HistoryFixture _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public void Nothing_reported_written_is_lost_and_nothing_surely_taken_comes_back_through_several_failures()
    {
        int taken = 0, kept = 0;
        for (int seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var disk = new MemoryDisk();
            HashSet<string> waiting = [], gone = [];
            for (int session = 1; session <= 4; session++)
            {
                var outcome = new StoreOutcome();
                var store = _history.Open(s_small, disk, outcome);
                string[] found = Claim(store, waiting, gone);
                var left = new Queue<ReceivedMessage>();
                // Lines are in the file in their order, so a message that is on the disk has the earlier lines with it.
                List<string> takenBefore = [];
                for (int i = 1; i <= 40; i++)
                {
                    string text = $"text {seed}.{session}.{i}";
                    Assert.True(store.TryAppend(Message(text, flags: (i % 3) switch { 0 => NoLog, 1 => Sealed, _ => Plain })));
                    if (random.Next(3) > 0)
                        continue;
                    var written = outcome.NextWritten();
                    while (written.Text != text)
                    {
                        left.Enqueue(written);
                        written = outcome.NextWritten();
                    }
                    gone.UnionWith(takenBefore);
                    takenBefore.Clear();
                    for (int take = random.Next(4); take > 0 && left.TryDequeue(out var message); take--)
                    {
                        store.Take([message]);
                        takenBefore.Add(message.Text!);
                        waiting.Remove(message.Text!);
                        taken++;
                    }
                    left.Enqueue(written);
                }
                var after = disk.AfterPowerLoss(random);
                // What was written meanwhile may be there, too, so the safe ones are those reported before.
                waiting.UnionWith(found.Where(each => !gone.Contains(each)));
                waiting.UnionWith(left.Select(message => message.Text!));
                kept += waiting.Count;
                store.Dispose();
                disk = after;
            }
            using var last = _history.Open(s_small, disk, new StoreOutcome());
            Claim(last, waiting, gone);
        }
        Assert.True(taken > 500 && kept > 1_000, $"{taken} taken, {kept} kept");
    }

    private static string[] Claim(HistoryStore store, HashSet<string> waiting, HashSet<string> gone)
    {
        var messages = store.ClaimAbandoned();
        Assert.All(messages, message => Assert.NotNull(message.Text));
        string[] found = [.. messages.Select(message => message.Text!)];
        Assert.Equal(found.Distinct(), found);
        Assert.Empty(waiting.Except(found));
        Assert.Empty(gone.Intersect(found));
        return found;
    }

    [Fact]
    public void A_taken_message_is_flushed_soon_without_another_message()
    {
        var disk = new MemoryDisk();
        using var store = _history.Open(files: disk);
        var message = _history.AppendMany(store, 1)[0];
        int before = disk.Flushes;
        store.Take([message]);
        Assert.True(disk.WaitForFlush(before), "no flush");
        using var next = _history.Open(files: disk.AfterPowerLoss(new Random(1)), outcome: new StoreOutcome());
        Assert.Empty(next.ClaimAbandoned());
    }

    [Fact]
    public void A_message_that_is_erased_was_taken_although_the_line_that_says_so_is_lost()
    {
        using (var store = _history.Open())
            _history.Append(store, Message("erased", flags: NoLog), Message("there"));
        string segment = _history.Segments[0];
        string[] lines = File.ReadAllLines(segment);
        int body = lines[1].IndexOf(",\"body\"", StringComparison.Ordinal);
        lines[1] = lines[1][..body] + new string(' ', lines[1].Length - body - 1) + "}";
        File.WriteAllText(segment, string.Join('\n', lines) + "\n");
        using (var next = _history.Open())
            Assert.Equal("there", Assert.Single(next.ClaimAbandoned()).Text);
        using var last = _history.Open();
        Assert.Equal("there", Assert.Single(last.ClaimAbandoned()).Text);
    }
}
