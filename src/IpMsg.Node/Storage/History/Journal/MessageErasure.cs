using System;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// Erases what may not stay after a message was taken: NOLOGOPT texts, and everything where no history is kept. Overwrites the bytes in
/// place. Earlier copies of the file system or drive are out of reach.
/// </summary>
internal static class MessageErasure
{
    // Longer than nearly every line; a longer one needs a second read.
    private const int UsualLine = 1 << 14;

    /// <summary>True when part of the message is erased after it is taken.</summary>
    internal static bool IsDue(ReceivedMessage message) => message.NoLog || !message.KeepsHistory;

    /// <summary>Overwrites the text, or everything but the digests.</summary>
    internal static void Erase(HistoryJournal journal, ReceivedMessage message)
    {
        using var found = Find(journal, message.Id);
        if (found is null)
            return;
        var line = found.Bytes.Span.Slice(found.Start, found.Length);
        if (message.KeepsHistory ? LineEraser.EraseBody(line) : LineEraser.EraseAll(line))
            journal.Overwrite(message.Id.Segment, found.Offset, found.Bytes.Buffer, found.Start, found.Length);
    }

    /// <summary>Writes an erased line again.</summary>
    internal static void Restore(HistoryJournal journal, ReceivedMessage message, string session)
    {
        using var found = Find(journal, message.Id);
        if (found is null)
            return;
        var json = new JsonLineWriter();
        ReceivedLine.Write(json, message, message.Id, session);
        if (json.Length == found.Length + 1)
            journal.Overwrite(message.Id.Segment, found.Offset, json.Buffer, 0, found.Length);
    }

    private static FoundLine? Find(HistoryJournal journal, HistoryId id)
    {
        string path = SegmentNames.PathOf(journal.Folder, id.Segment);
        if (!journal.Files.Exists(path))
            return null;
        using var file = journal.Files.Open(path, StoreFileMode.Read);
        // At the original offset; a rewrite of the segment may have moved it.
        return Find(SegmentBytes.Read(file, id.Segment, id.Offset, UsualLine), id, id.Offset)
            ?? Find(SegmentBytes.Read(file, id.Segment, 0), id, 0);
    }

    private static FoundLine? Find(SegmentBytes bytes, HistoryId id, int from)
    {
        for (int at = 0; ;)
        {
            int start = at;
            if (!bytes.TryNext(ref at, out var line))
                break;
            if (LineHead.TryRead(line, out var head) && head.Kind == LineKind.Received && head.Id == id)
                return new FoundLine(bytes, start, line.Length, from + start);
            if (from > 0)
                break;
        }
        bytes.Dispose();
        return null;
    }

    private sealed class FoundLine(SegmentBytes bytes, int start, int length, int offset) : IDisposable
    {
        internal SegmentBytes Bytes { get; } = bytes;

        internal int Start { get; } = start;

        internal int Length { get; } = length;

        internal int Offset { get; } = offset;

        public void Dispose() => Bytes.Dispose();
    }
}
