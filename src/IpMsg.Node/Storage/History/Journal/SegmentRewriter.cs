using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Lines;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>Decides how much of a line stays in a rewrite.</summary>
internal delegate LineFate JudgeLine(ReadOnlySpan<byte> line);

/// <summary>What a rewrite does with a line.</summary>
internal enum LineFate
{
    /// <summary>Keeps the line.</summary>
    Keep,
    /// <summary>Keeps id, time and digests, to recognise a duplicate.</summary>
    KeepHead,
    /// <summary>Removes the line.</summary>
    Drop,
}

/// <summary>
/// Rewrites a closed segment without some of its lines: into a private file, flushed, which replaces the segment atomically. Overwrites the
/// old bytes through the open handle, as far as the file system overwrites in place. The caller has the store's lock.
/// </summary>
internal static class SegmentRewriter
{
    /// <summary>Keeps only the messages that nobody has taken. Returns the new length; 0 when the segment was removed.</summary>
    internal static long KeepWaiting(HistoryJournal journal, int number) =>
        Rewrite(journal, number, line =>
        {
            bool stays = LineHead.TryRead(line, out var head)
                && (head.Kind == LineKind.Segment || head.Kind == LineKind.Received && journal.Waiting.Contains(head.Id));
            return stays ? LineFate.Keep : LineFate.Drop;
        });

    /// <summary>Rewrites a segment, or removes it when only its first line would stay.</summary>
    /// <returns>The new length.</returns>
    internal static long Rewrite(HistoryJournal journal, int number, JudgeLine judge)
    {
        string path = SegmentNames.PathOf(journal.Folder, number);
        using var old = journal.Files.Open(path, StoreFileMode.Write);
        using var bytes = SegmentBytes.Read(old, number, 0);
        using var kept = new MemoryStream(bytes.Length);
        bool hasMessages = false, hasChanges = false;
        int at = 0;
        while (bytes.TryNext(ref at, out var line))
        {
            var fate = judge(line);
            int head = fate == LineFate.KeepHead ? LineEraser.LengthOfHead(line) : -1;
            if (fate == LineFate.Drop)
            {
                hasChanges = true;
                continue;
            }
            int start = at - line.Length - 1;
            kept.Write(bytes.Buffer, start, head < 0 ? line.Length : head);
            if (head >= 0)
                kept.WriteByte((byte)'}');
            kept.WriteByte((byte)'\n');
            hasChanges |= head >= 0;
            hasMessages |= !(LineHead.TryRead(line, out var each) && each.Kind is LineKind.Segment or LineKind.Closed);
        }
        if (!hasChanges && hasMessages)
            return bytes.Length;
        if (hasMessages)
            Swap(journal, number, path, kept);
        else
            Remove(journal, number, path);
        journal.Files.FlushFolder(journal.Folder);
        Overwrite(old, bytes.Length);
        return hasMessages ? kept.Length : 0;
    }

    private static void Swap(HistoryJournal journal, int number, string path, MemoryStream content)
    {
        string draft = SegmentNames.DraftOf(journal.Folder, number);
        try
        {
            using (var file = journal.Files.Open(draft, StoreFileMode.Create))
            {
                file.Write(0, content.GetBuffer(), 0, (int)content.Length);
                file.Flush();
            }
            journal.Files.Replace(draft, path);
        }
        catch
        {
            journal.Files.Delete(draft);
            throw;
        }
    }

    // Older Windows, FAT and network shares keep the name of a removed file while a process has the file open. The name must not be that of
    // a segment then.
    private static void Remove(HistoryJournal journal, int number, string path)
    {
        string removed = Platform.IsWindows ? SegmentNames.DraftOf(journal.Folder, number) : path;
        if (removed != path)
            journal.Files.Replace(path, removed);
        journal.Files.Delete(removed);
    }

    private static void Overwrite(IStoreFile old, int length)
    {
        try
        {
            old.Write(0, new byte[length], 0, length);
            old.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Windows may refuse to write a removed file. Its name is gone in any case.
        }
    }
}
