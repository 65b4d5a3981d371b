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
/// Changes the owner of messages. Each change is a line, written under the store's lock, so that a message has one owner.
/// </summary>
/// <param name="journal">The segments.</param>
/// <param name="session">This session.</param>
/// <param name="protector">Decrypts sealed texts.</param>
/// <param name="commits">Queues lines that the disk refuses.</param>
/// <param name="own">The messages of the session that nobody has taken.</param>
internal sealed class InboxSession(
    HistoryJournal journal, string session, ITextProtector protector, CommitThread commits, OwnMessages own)
{
    // A number of JSON, which is exact up to 2^53 everywhere.
    private const long FirstClaimed = -(1L << 48);

    private long _claimed;

    // Used under the journal's lock.
    private readonly JsonLineWriter _json = new();

    internal IReadOnlyList<ReceivedMessage> ClaimAbandoned()
    {
        var messages = journal.Run(Claim);
        foreach (var message in messages)
            SealedBody.TryOpen(message, protector);
        return messages;
    }

    internal void Take(IReadOnlyList<ReceivedMessage> messages)
    {
        var now = DateTimeOffset.UtcNow;
        try
        {
            journal.Run(() => WriteTaken(messages, now), isBrief: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            commits.SetFailure(failure);
            foreach (var message in messages)
            {
                own.Remove(message);
                commits.TryAdd(new CommitItem(message, new HistoryUpdate(UpdateKind.Taken, now)));
            }
        }
        commits.RequestFlush();
    }

    internal void Return(ReceivedMessage message)
    {
        var now = DateTimeOffset.UtcNow;
        try
        {
            journal.Run(() => WriteReturned(message, now));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            commits.SetFailure(failure);
            commits.TryAdd(new CommitItem(message, new HistoryUpdate(UpdateKind.Returned, now)));
        }
    }

    private List<ReceivedMessage> Claim()
    {
        var claimed = new List<ReceivedMessage>();
        var alive = new Dictionary<string, bool> { [session] = true };
        var ids = new List<HistoryId>();
        foreach (var each in journal.Waiting.All)
        {
            if (!alive.TryGetValue(each.Value, out bool isAlive))
                alive[each.Value] = isAlive = SessionLock.IsAlive(journal.Files, journal.Folder, each.Value);
            if (!isAlive)
                ids.Add(each.Key);
        }
        if (ids.Count == 0)
            return claimed;
        ids.Sort();
        // First: a message that is claimed and cannot be read now would wait as long as this session lives.
        foreach (var part in ids.GroupBy(static id => id.Segment))
            Read(part.Key, [.. part], claimed);
        var now = DateTimeOffset.UtcNow;
        var json = new JsonLineWriter();
        foreach (var id in ids)
            UpdateLine.WriteOwner(json, LineKind.Claimed, id, now, session);
        journal.Append(json);
        foreach (var id in ids)
        {
            own.NoteClaim(id, journal.Waiting.OwnerOf(id)!);
            journal.Waiting.Set(id, session);
        }
        claimed = ArrivalOrder.Of(claimed);
        foreach (var message in claimed)
        {
            // Before what this session receives: it writes them anew when their lines get lost.
            message.Order = FirstClaimed + _claimed++;
            own.Add(message);
        }
        if (claimed.Count < ids.Count)
            GiveUp(ids.Except(claimed.Select(static message => message.Id)), now);
        return claimed;
    }

    /// <summary>Ends the wait of messages whose lines are damaged, missing or erased.</summary>
    private void GiveUp(IEnumerable<HistoryId> lost, DateTimeOffset now)
    {
        var json = new JsonLineWriter();
        foreach (var id in lost)
        {
            UpdateLine.Write(json, new HistoryUpdate(UpdateKind.Taken, now), id);
            journal.Waiting.Remove(id);
        }
        journal.Append(json);
    }

    private void Read(int segment, HashSet<HistoryId> ids, List<ReceivedMessage> messages)
    {
        if (!journal.Files.Exists(SegmentNames.PathOf(journal.Folder, segment)))
            return;
        using var bytes = SegmentBytes.Read(journal.Files, journal.Folder, segment);
        for (int at = 0; bytes.TryNext(ref at, out var line);)
        {
            // A message without its body was taken: a power failure can keep the erasure and lose the line that says so.
            bool isWanted = LineHead.TryRead(line, out var head) && head.Kind == LineKind.Received && ids.Contains(head.Id)
                && LineEraser.HasBody(line);
            if (isWanted && ReceivedLine.Read(line) is { } message)
                messages.Add(message);
        }
    }

    private int WriteReturned(ReceivedMessage message, DateTimeOffset now)
    {
        own.Add(message);
        if (journal.Recovery?.WriteIfLost(message) == true)
            return 0;
        var json = new JsonLineWriter();
        UpdateLine.WriteOwner(json, LineKind.Returned, message.Id, now, session);
        journal.Append(json);
        journal.Waiting.Set(message.Id, session);
        if (MessageErasure.IsDue(message))
            MessageErasure.Restore(journal, message, session);
        return 0;
    }

    private int WriteTaken(IReadOnlyList<ReceivedMessage> messages, DateTimeOffset now)
    {
        var update = new HistoryUpdate(UpdateKind.Taken, now);
        _json.Reset();
        foreach (var message in messages)
            UpdateLine.Write(_json, update, message.Id);
        journal.Append(_json);
        foreach (var message in messages)
        {
            own.Remove(message);
            journal.Waiting.Remove(message.Id);
            if (MessageErasure.IsDue(message))
                MessageErasure.Erase(journal, message);
        }
        return 0;
    }
}
