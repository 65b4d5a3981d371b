using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Journal;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>
/// Removes messages and their updates from a history. Messages that nobody has taken stay. Rewrites one segment after the other, so that
/// listeners can write meanwhile.
/// </summary>
/// <param name="folder">The store's folder.</param>
/// <param name="files">The disk; null for the real one.</param>
internal sealed class HistoryCleaner(string folder, IStoreFiles? files = null)
{
    private readonly IStoreFiles _files = files ?? DiskFiles.Instance;

    /// <summary>What to tell of files that look like copies of segments and are not cleared; null without any.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    internal string? DescribeCopies() => SegmentCopies.Describe(folder, SegmentNames.ListCopies(_files, folder));

    /// <summary>Removes the messages of a query; returns their number.</summary>
    /// <exception cref="HistoryVersionException">A newer version of the module has written the store.</exception>
    /// <exception cref="IOException">The store cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The query was stopped; some segments may be done.</exception>
    internal int Clear(HistoryQuery query)
    {
        if (!_files.Exists(folder))
            return 0;
        var ids = new HashSet<HistoryId>();
        foreach (var entry in new HistoryReader(folder, _files).Read(query))
            ids.Add(entry.Message.Id);
        if (ids.Count == 0)
            return 0;
        using var journal = new HistoryJournal(_files, folder, new HistoryLimits());
        int removed = 0;
        var numbers = journal.Run(() => Prepare(journal, ids));
        var remembered = DateTimeOffset.UtcNow - HistoryLimits.DuplicateMemory;
        foreach (int number in numbers)
        {
            query.Stop.ThrowIfCancellationRequested();
            removed += journal.Run(() => Rewrite(journal, number, ids, remembered));
        }
        return removed;
    }

    // A closed segment does not change any more, so this finds all messages.
    private static List<int> Prepare(HistoryJournal journal, HashSet<HistoryId> ids)
    {
        ids.RemoveWhere(journal.Waiting.Contains);
        journal.Roll(always: true);
        var numbers = SegmentNames.List(journal.Files, journal.Folder);
        numbers.Remove(journal.Segment);
        return numbers;
    }

    private static int Rewrite(HistoryJournal journal, int number, HashSet<HistoryId> ids, DateTimeOffset remembered)
    {
        if (!journal.Files.Exists(SegmentNames.PathOf(journal.Folder, number)))
            return 0;
        int removed = 0;
        SegmentRewriter.Rewrite(journal, number, line =>
        {
            if (!LineHead.TryRead(line, out var head) || !ids.Contains(head.Id) || journal.Waiting.Contains(head.Id))
                return LineFate.Keep;
            if (head.Kind is not (LineKind.Received or LineKind.Sent))
                return LineFate.Drop;
            removed++;
            return head.Kind == LineKind.Received && head.At > remembered ? LineFate.KeepHead : LineFate.Drop;
        });
        return removed;
    }
}
