using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>Writes lines under the store's lock and flushes them outside it, so that other processes can write during the flush.</summary>
/// <param name="journal">The segments.</param>
/// <param name="session">The session whose inbox gets received messages.</param>
/// <param name="protector">Encrypts sealed texts.</param>
/// <param name="own">The messages of the session that nobody has taken.</param>
internal sealed class CommitBatch(HistoryJournal journal, string session, ITextProtector protector, OwnMessages own)
{
    private readonly JsonLineWriter _json = new();

    // Lines that were reported as failed and are in the file, because the disk refused to overwrite them, too.
    private readonly List<Written> _unretracted = [];

    /// <summary>True while messages that other programs have removed from the files must be written again.</summary>
    internal bool IsRepairDue => journal.Recovery is { IsDue: true };

    private int Losses => journal.Recovery?.Losses ?? 0;

    /// <summary>Returns when everything is on the disk. When it throws, none of it is in the store.</summary>
    internal void Write(List<CommitItem> items)
    {
        journal.CloseRetired();
        // Their senders repeat them, so they would be there twice.
        Retract();
        foreach (var item in items)
            Protect(item);
        var written = journal.Run(() => WriteLines(items));
        try
        {
            written.File.Flush();
            if (written.IsNameUnflushed)
                journal.Files.FlushFolder(journal.Folder);
        }
        catch
        {
            // A repair meanwhile has moved them; none of them is moved from now on.
            _unretracted.Add(written with { Messages = Disown(items) });
            Forget(items);
            TryRetract();
            throw;
        }
    }

    private void Protect(CommitItem item)
    {
        if (item is { Record: ReceivedMessage { IsSealed: true, SealedBody: null } message, Update: null })
            message.SealedBody = protector.Protect(ReceivedLine.BodyOf(message));
    }

    private Written WriteLines(List<CommitItem> items)
    {
        journal.Roll();
        _json.Reset();
        int start = journal.End;
        try
        {
            foreach (var item in items)
                WriteLine(item);
            if (_json.Length > 0)
                journal.Append(_json);
        }
        catch
        {
            Forget(items);
            throw;
        }
        foreach (var item in items)
            Fold(item);
        bool isNameUnflushed = journal.IsNameUnflushed;
        journal.IsNameUnflushed = false;
        return new Written(journal.File, journal.Segment, start, _json.Length, isNameUnflushed, Losses, []);
    }

    private void WriteLine(CommitItem item)
    {
        var id = new HistoryId(journal.Segment, journal.End + _json.Length);
        switch (item)
        {
            case { Record: ReceivedMessage message, Update: null }:
                ReceivedLine.Write(_json, message, id, session);
                message.Id = id;
                break;
            case { Record: SentMessage message, Update: null }:
                SentLine.Write(_json, message, id);
                message.Id = id;
                break;
            case { Record: { Id.IsSet: true } returned, Update: { Kind: UpdateKind.Returned } update }:
                UpdateLine.WriteOwner(_json, LineKind.Returned, returned.Id, update.At, session);
                break;
            case { Record: { Id.IsSet: true } record, Update: { } update }:
                UpdateLine.Write(_json, record.NoLog ? update with { Text = null, Attachments = [], Path = null } : update, record.Id);
                break;
        }
    }

    private void Fold(CommitItem item)
    {
        if (item is { Record: ReceivedMessage message, Update: null })
        {
            own.Add(message);
            journal.Waiting.Set(message.Id, session);
            journal.Waiting.NoteTime(message.At);
        }
        else if (item is { Record: ReceivedMessage taken, Update.Kind: UpdateKind.Taken or UpdateKind.Discarded })
        {
            own.Remove(taken);
            journal.Waiting.Remove(taken.Id);
            if (MessageErasure.IsDue(taken))
                MessageErasure.Erase(journal, taken);
        }
        else if (item is { Record: ReceivedMessage returned, Update.Kind: UpdateKind.Returned })
        {
            own.Add(returned);
            journal.Waiting.Set(returned.Id, session);
            if (MessageErasure.IsDue(returned))
                MessageErasure.Restore(journal, returned, session);
        }
    }

    private List<HistoryId> Disown(List<CommitItem> items)
    {
        var ids = new List<HistoryId>();
        foreach (var item in items)
        {
            if (item is not { Record: ReceivedMessage message, Update: null })
                continue;
            own.Remove(message);
            ids.Add(message.Id);
        }
        return ids;
    }

    private static void Forget(List<CommitItem> items)
    {
        foreach (var item in items)
        {
            if (item is { Record: { } record, Update: null })
                record.Id = default;
        }
    }

    private void TryRetract()
    {
        try
        {
            Retract();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next batch tries again before it writes.
        }
    }

    private void Retract()
    {
        while (_unretracted.Count > 0)
        {
            var written = _unretracted[0];
            journal.Run(() => Blank(written));
            journal.Overwritten.Flush();
            _unretracted.RemoveAt(0);
        }
    }

    // Others may have written lines after these, so these are blanked and not truncated.
    private int Blank(Written written)
    {
        if (Losses != written.Losses)
            return EndWait(written);
        journal.IsNameUnflushed |= written.IsNameUnflushed;
        byte[] blanks = new byte[written.Length];
        blanks.AsSpan().Fill((byte)' ');
        if (blanks.Length > 0)
        {
            blanks[blanks.Length - 1] = (byte)'\n';
            journal.Overwrite(written.Segment, written.Start, blanks, 0, blanks.Length);
        }
        foreach (var id in written.Messages)
            journal.Waiting.Remove(id);
        return 0;
    }

    // The file is another one than then, so other lines may be in the place of these.
    private int EndWait(Written written)
    {
        _json.Reset();
        var taken = new HistoryUpdate(UpdateKind.Taken, DateTimeOffset.UtcNow);
        foreach (var id in written.Messages)
        {
            if (journal.Waiting.IsFor(id, session))
                UpdateLine.Write(_json, taken, id);
        }
        if (_json.Length > 0)
            journal.Append(_json);
        foreach (var id in written.Messages)
            journal.Waiting.Remove(id);
        return 0;
    }

    private readonly record struct Written(
        IStoreFile File, int Segment, int Start, int Length, bool IsNameUnflushed, int Losses, IReadOnlyList<HistoryId> Messages);
}
