using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// Repairs a store that other programs have cut, replaced by an older copy or removed while this session runs: writes the messages of the
/// session that still wait again, and ends the wait of those that it has taken. Used only inside <see cref="HistoryJournal.Run"/>.
/// </summary>
/// <param name="journal">The segments.</param>
/// <param name="session">This session.</param>
/// <param name="own">What this session has not taken.</param>
/// <param name="digestKey">The key of the digests, for a folder that has none.</param>
/// <param name="onLost">Gets the reason when the loss is found.</param>
internal sealed class StoreRecovery(
    HistoryJournal journal, SessionLock session, OwnMessages own, byte[] digestKey, Action<Exception> onLost)
{
    private int _known;
    private int _validFrom;
    private int _target;
    private bool _isLost;

    /// <summary>True from the suspicion of a loss until the store is whole.</summary>
    internal bool IsDue { get; private set; }

    /// <summary>The number of losses; offsets from before the last one mean nothing.</summary>
    internal int Losses { get; private set; }

    /// <summary>
    /// The file of the segment is another one than before, or is gone. Gives a removed or replaced folder the lock files of this session.
    /// <see cref="Repair"/> checks whether messages are missing.
    /// </summary>
    /// <param name="before">The number of the segment before.</param>
    /// <param name="storeLock">The lock that this process has.</param>
    internal void Begin(int before, StoreLock storeLock)
    {
        IsDue = true;
        _known = Math.Max(_known, before);
        if (!storeLock.IsInPlace)
        {
            journal.Files.CreateFolder(journal.Folder);
            storeLock.Renew();
        }
        session.Renew();
        DigestKeyFile.Restore(journal.Files, journal.Folder, digestKey);
    }

    /// <summary>The current segment is shorter or older than before.</summary>
    /// <param name="before">The number of the segment before.</param>
    internal void NoteLoss(int before)
    {
        IsDue = true;
        _known = Math.Max(_known, before);
        Report();
    }

    /// <summary>Returns when the waiting messages of this session are on the disk.</summary>
    internal void Repair()
    {
        if (!_isLost && !own.AreIn(journal.Waiting, session.Name))
            Report();
        if (_isLost)
        {
            var now = DateTimeOffset.UtcNow;
            // Ids of lost lines are never used again: this process and others still have them in memory.
            if (_target == 0)
                _target = Math.Max(_known, journal.Segment) + 1;
            while (journal.Segment < _target)
                journal.Roll(always: true);
            Write(now);
            journal.File.Flush();
            journal.Files.FlushFolder(journal.Folder);
        }
        _validFrom = Math.Max(_validFrom, _target);
        (_isLost, _target, IsDue) = (false, 0, false);
    }

    /// <summary>Writes a taken message again whose line was lost, so that it can wait again. False when its line is there.</summary>
    internal bool WriteIfLost(ReceivedMessage message)
    {
        if (message.Id.Segment >= _validFrom || Find([message.Id]).TryGetValue(message.Id, out var line) && IsSame(line, message))
            return false;
        var json = new JsonLineWriter();
        var id = new HistoryId(journal.Segment, journal.End);
        ReceivedLine.Write(json, message, id, session.Name);
        journal.Append(json);
        Move(message, id);
        return true;
    }

    // In another store, an id names another message.
    private static bool IsSame(ReceivedMessage line, ReceivedMessage message) => line.At == message.At && line.Digest == message.Digest;

    private void Report()
    {
        if (_isLost)
            return;
        _isLost = true;
        Losses++;
        onLost(new InvalidDataException($"Another program has cut, replaced or removed files of the message store '{journal.Folder}'"
            + " while it was in use. Messages that still wait are written again; what was received earlier may be missing"
            + " from the history."));
    }

    private void Write(DateTimeOffset now)
    {
        var json = new JsonLineWriter();
        var kept = own.Ordered();
        var ended = Ended(kept);
        var found = Find([.. kept.Select(static each => each.Id), .. ended]);
        var taken = new HistoryUpdate(UpdateKind.Taken, now);
        foreach (var id in ended)
            UpdateLine.Write(json, taken, id);
        var moved = new List<(ReceivedMessage Message, HistoryId Id)>();
        var claimed = new List<HistoryId>();
        foreach (var message in kept)
        {
            string? owner = journal.Waiting.OwnerOf(message.Id);
            if (!(found.TryGetValue(message.Id, out var line) && IsSame(line, message)))
            {
                if (owner == session.Name)
                    UpdateLine.Write(json, taken, message.Id);
                var id = new HistoryId(journal.Segment, journal.End + json.Length);
                ReceivedLine.Write(json, message, id, session.Name);
                moved.Add((message, id));
            }
            else if (owner is not null && owner != session.Name && own.IsOurs(message.Id, owner, session.Name))
            {
                UpdateLine.WriteOwner(json, LineKind.Claimed, message.Id, now, session.Name);
                claimed.Add(message.Id);
            }
        }
        if (json.Length > 0)
            journal.Append(json);
        foreach (var id in claimed)
            journal.Waiting.Set(id, session.Name);
        foreach (var (message, id) in moved)
            Move(message, id);
        foreach (var id in ended)
            End(id, found);
    }

    private void Move(ReceivedMessage message, HistoryId id)
    {
        if (journal.Waiting.IsFor(message.Id, session.Name))
            journal.Waiting.Remove(message.Id);
        message.Id = id;
        journal.Waiting.Set(id, session.Name);
        journal.Waiting.NoteTime(message.At);
    }

    private void End(HistoryId id, Dictionary<HistoryId, ReceivedMessage> found)
    {
        journal.Waiting.Remove(id);
        if (found.TryGetValue(id, out var message) && MessageErasure.IsDue(message))
            MessageErasure.Erase(journal, message);
    }

    /// <summary>What waits in the files and was taken here.</summary>
    private List<HistoryId> Ended(List<ReceivedMessage> kept)
    {
        var ids = new HashSet<HistoryId>(kept.Select(static each => each.Id));
        return [.. journal.Waiting.All
            .Where(each => !ids.Contains(each.Key) && own.IsOurs(each.Key, each.Value, session.Name))
            .Select(static each => each.Key)];
    }

    private Dictionary<HistoryId, ReceivedMessage> Find(HashSet<HistoryId> ids)
    {
        var found = new Dictionary<HistoryId, ReceivedMessage>();
        foreach (int number in SegmentNames.List(journal.Files, journal.Folder))
        {
            if (!ids.Any(id => id.Segment == number))
                continue;
            using var bytes = SegmentBytes.Read(journal.Files, journal.Folder, number);
            for (int at = 0; bytes.TryNext(ref at, out var line);)
            {
                if (LineHead.TryRead(line, out var head) && head.Kind == LineKind.Received && ids.Contains(head.Id)
                    && ReceivedLine.Read(line) is { } message)
                    found[head.Id] = message;
            }
        }
        return found;
    }
}
