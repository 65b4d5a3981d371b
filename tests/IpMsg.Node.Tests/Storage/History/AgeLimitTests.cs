using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Journal;
using IpMsg.Node.Storage.History.Records;
using Xunit;
using static IpMsg.Node.Tests.Storage.History.HistoryFixture;

namespace IpMsg.Node.Tests.Storage.History;

/// <summary>What is too old goes, and a wrong clock removes nothing and keeps nothing for ever.</summary>
public sealed class AgeLimitTests : IDisposable
{
    private const int Age = 100;

    private readonly HistoryFixture _history = new();
    private readonly HistoryLimits _limits;
    private DateTimeOffset _now = new(2027, 1, 15, 8, 0, 0, TimeSpan.Zero);

    public AgeLimitTests() =>
        _limits = new HistoryLimits { SegmentBytes = 3_000, MaxBytes = null, MaxAge = TimeSpan.FromDays(Age), Clock = () => _now };

    public void Dispose() => _history.Dispose();

    public static TheoryData<int> Jumps => new() { -1, -3_650, 365, 3_650, 36_500 };

    [Fact]
    public void What_is_too_old_goes_a_week_after_it_was_seen_to_be()
    {
        using var store = _history.Open(_limits);
        Fill(store, "old", -200);
        Fill(store, "new", 0);
        Look(store, 0);
        Look(store, 6);
        Assert.Equal(80, _history.Texts().Length);
        Look(store, 1);
        AssertLeft("new");
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public void A_clock_that_is_wrong_for_less_than_a_week_removes_nothing(int days)
    {
        using (var store = _history.Open(_limits))
        {
            Fill(store, "old", -90);
            Fill(store, "new", 0);
            Look(store, 0);
            Look(store, days);
            Look(store, 6);
        }
        using (var next = _history.Open(_limits))
        {
            Look(next, 0);
            // Corrected, and wrong again.
            Look(next, -days - 6);
            Look(next, days);
            Look(next, 3);
            Look(next, -days - 3);
            Assert.Equal(80, _history.Texts().Length);
            // The limit holds after it.
            Look(next, 20);
            Look(next, 8);
            AssertLeft("new");
        }
    }

    [Fact]
    public void What_came_while_the_clock_was_ahead_keeps_nothing_for_ever()
    {
        using var store = _history.Open(_limits);
        Look(store, 0);
        Fill(store, "before", 0);
        _now += TimeSpan.FromDays(365);
        Fill(store, "ahead", 0);
        _now -= TimeSpan.FromDays(365);
        Fill(store, "after", 0);
        _now += TimeSpan.FromDays(Age - 1);
        Fill(store, "new", 0);
        Look(store, 0);
        Look(store, 10);
        Look(store, 10);
        AssertLeft("new");
    }

    [Fact]
    public void A_segment_that_began_while_the_clock_was_ahead_is_closed()
    {
        var large = _limits with { SegmentBytes = 1 << 20 };
        _now += TimeSpan.FromDays(365);
        using var store = _history.Open(large);
        _history.Append(store, Message("ahead", at: _now));
        _now -= TimeSpan.FromDays(365);
        _history.Append(store, Message("one", at: _now));
        _history.Append(store, Message("two", at: _now));
        Assert.Equal(2, _history.Segments.Length);
    }

    [Fact]
    public void A_long_session_looks_every_day()
    {
        using var store = _history.Open(_limits);
        Fill(store, "old", -200);
        Fill(store, "new", 0);
        for (int day = 0; day < 9; day++)
        {
            _now += TimeSpan.FromDays(1);
            store.Take(_history.Append(store, Message("new of a day", at: _now)));
        }
        // What a look removes is removed before the next message is stored.
        _history.Append(store, Message("new last", at: _now));
        Assert.DoesNotContain(_history.Texts(), static each => each.StartsWith("old 1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("9999-99-99T99:99:99.9999999Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void A_damaged_time_delays_the_removal_and_does_no_other_harm(string content)
    {
        using var store = _history.Open(_limits);
        Fill(store, "old", -200);
        Fill(store, "new", 0);
        Look(store, 0);
        File.WriteAllText(Path.Combine(_history.Folder, "history.clock"), content);
        Look(store, 8);
        Assert.Equal(80, _history.Texts().Length);
        Look(store, 8);
        AssertLeft("new");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-86_400)]
    [InlineData(86_400)]
    [InlineData(31_536_000)]
    public void Repetitions_are_known_to_the_next_process_whatever_the_clock_has_become(int seconds)
    {
        using (var store = _history.Open(_limits))
        {
            _history.Append(store, Message("long ago", "17", at: _now.AddHours(-3)));
            _history.Append(store, Message("number of the clock", "1800000000", at: _now.AddHours(-2)));
            _history.Append(store, Message("now", "18", at: _now), Message("just now", "1800000001", at: _now));
        }
        _now += TimeSpan.FromSeconds(seconds + 5);
        using var next = _history.Open(_limits);
        string[] expected = seconds <= 0 ? ["number of the clock", "now", "just now"] : ["number of the clock", "just now"];
        Assert.Equal(Digests(expected), next.RecentDigests(TimeSpan.FromMinutes(10), 100).Select(static each => each.Digest));
    }

    [Fact]
    public void What_came_while_the_clock_was_ahead_is_not_recent_when_it_is_right()
    {
        using (var store = _history.Open(_limits))
        {
            for (int i = 0; i < 40; i++)
                _history.Append(store, Message("before", i.ToString(CultureInfo.InvariantCulture), at: _now.AddYears(1)));
            _now += TimeSpan.FromDays(40);
            for (int i = 0; i < 40; i++)
                _history.Append(store, Message("after", i.ToString(CultureInfo.InvariantCulture), at: _now));
        }
        _now += TimeSpan.FromDays(1);
        using var next = _history.Open(_limits);
        Assert.Empty(next.RecentDigests(TimeSpan.FromMinutes(10), 100));
    }

    private static IEnumerable<MessageDigest> Digests(string[] texts) => texts.Select(static each =>
        Message(each, each.EndsWith("now", StringComparison.Ordinal) && each.Length == 3 ? "18" : "1800000000").Digest);

    private void Fill(HistoryStore store, string prefix, int days)
    {
        for (int i = 1; i <= 40; i++)
            store.Take(_history.Append(store, Message(prefix + " " + i, at: _now.AddDays(days))));
    }

    private void Look(HistoryStore store, int days)
    {
        _now += TimeSpan.FromDays(days);
        store.ApplyLimits();
    }

    // The last segment of a group has messages of the next one too.
    private void AssertLeft(string prefix)
    {
        string[] texts = _history.Texts();
        string[] left = [.. texts.Where(each => each.StartsWith(prefix, StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Range(1, 40).Select(i => prefix + " " + i), left);
        Assert.InRange(texts.Length, 40, 60);
    }
}
