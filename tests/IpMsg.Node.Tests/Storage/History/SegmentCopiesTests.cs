using System;
using System.IO;
using IpMsg.Node.Storage.History.Queries;
using Xunit;

namespace IpMsg.Node.Tests.Storage.History;

public sealed class SegmentCopiesTests : IDisposable
{
    private readonly HistoryFixture _history = new();

    public void Dispose() => _history.Dispose();

    [Theory]
    [InlineData("history-000001 (conflicted copy).jsonl")]
    [InlineData("history-000001.sync-conflict-20261127-132500-ABCDEFG.jsonl")]
    [InlineData("history-000001-PC-7.jsonl")]
    public void A_copy_of_a_segment_is_named_at_the_start_and_when_the_history_is_cleared(string name)
    {
        using (var store = _history.Open())
        {
            _history.AppendMany(store, 2);
            Assert.Null(store.DescribeCopies());
        }
        Assert.Null(new HistoryCleaner(_history.Folder).DescribeCopies());
        File.Copy(_history.Segments[0], Path.Combine(_history.Folder, name));
        using var next = _history.Open();
        Assert.Contains("'" + name + "'", next.DescribeCopies(), StringComparison.Ordinal);
        Assert.Contains("not read", new HistoryCleaner(_history.Folder).DescribeCopies(), StringComparison.Ordinal);
        Assert.Equal(2, next.ClaimAbandoned().Count);
    }
}
