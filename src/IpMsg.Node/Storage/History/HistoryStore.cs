using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Journal;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History;

/// <summary>
/// The messages of one IPMsg user name on disk: an inbox that outlives the process, and the history. A listener opens it as a session.
/// Received messages wait for their session; what it has not taken when it ends waits for the next session that claims it. Thread-safe.
/// </summary>
internal sealed class HistoryStore : IDisposable
{
    private readonly HistoryJournal _journal;
    private readonly SessionLock _session;
    private readonly CommitThread _commits;
    private readonly InboxSession _inbox;
    private readonly HistoryRetention _retention;
    private readonly ITextProtector _protector;
    private readonly Func<DateTimeOffset> _clock;

    /// <param name="folder">The store's folder; see <see cref="HistoryFolder"/>.</param>
    /// <param name="protector">Encrypts sealed texts.</param>
    /// <param name="events">Receives what is on the disk.</param>
    /// <param name="limits">The limits; null for the default ones.</param>
    /// <param name="files">The disk; null for the real one.</param>
    /// <exception cref="HistoryVersionException">A newer version of the module has written the store.</exception>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal HistoryStore(
        string folder, ITextProtector protector, IHistoryEvents events, HistoryLimits? limits = null, IStoreFiles? files = null)
    {
        files ??= DiskFiles.Instance;
        limits ??= new HistoryLimits();
        Folder = folder;
        _protector = protector;
        _clock = limits.Clock;
        files.CreateFolder(folder);
        _journal = new HistoryJournal(files, folder, limits);
        try
        {
            _session = _journal.Run(() => StartSession(files, folder));
            DigestKey = _journal.Run(() => DigestKeyFile.Open(files, folder));
        }
        catch
        {
            _session?.Dispose();
            _journal.Dispose();
            throw;
        }
        _retention = new HistoryRetention(_journal, limits);
        var own = new OwnMessages();
        _commits = new CommitThread(new CommitBatch(_journal, _session.Name, protector, own), events, TidyUp);
        _inbox = new InboxSession(_journal, _session.Name, protector, _commits, own);
        _journal.Recovery = new StoreRecovery(_journal, _session, own, DigestKey, OnLost);
    }

    /// <summary>The folder.</summary>
    internal string Folder { get; }

    /// <summary>The 16-byte key of the message digests, equal for all processes of the user.</summary>
    internal byte[] DigestKey { get; }

    /// <summary>What to tell of copies of segments in the folder, which are not read; null without any.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    internal string? DescribeCopies() => SegmentCopies.Describe(Folder, SegmentNames.ListCopies(_journal.Files, Folder));

    /// <summary>Why the store cannot write at present; null while it can.</summary>
    internal Exception? Failure => _commits.Failure;

    /// <summary>
    /// Queues a received message and returns at once. <see cref="IHistoryEvents.OnWritten"/> reports when it is on the disk. Returns false
    /// when too many messages wait or the store is closed: nothing is reported then, and the message must not be confirmed.
    /// </summary>
    internal bool TryAppend(ReceivedMessage message) => _commits.TryAdd(new CommitItem(message, null));

    /// <summary>Queues a sent message; false when too many wait.</summary>
    internal bool TryAppend(SentMessage message) => _commits.TryAdd(new CommitItem(message, null));

    /// <summary>Queues an update of a message; false when too many wait. For a message without history only its end is written.</summary>
    internal bool TryUpdate(HistoryRecord record, HistoryUpdate update) =>
        record is ReceivedMessage { KeepsHistory: false } && update.Kind is not (UpdateKind.Taken or UpdateKind.Discarded)
        || _commits.TryAdd(new CommitItem(record, update));

    /// <summary>
    /// Claims the messages of ended sessions, oldest first. Each message goes to one session only. Decrypts sealed texts.
    /// </summary>
    /// <exception cref="IOException">The store cannot be used now.</exception>
    internal IReadOnlyList<ReceivedMessage> ClaimAbandoned() => _inbox.ClaimAbandoned();

    /// <summary>
    /// Records that messages go to the user, before they do. A kill after this call does not bring them back. A full disk does not prevent
    /// the user from reading: the lines are written later, and <see cref="Failure"/> reports it.
    /// </summary>
    /// <param name="messages">Messages of this session.</param>
    internal void Take(IReadOnlyList<ReceivedMessage> messages) => _inbox.Take(messages);

    /// <summary>Returns a taken message to the inbox that was not delivered.</summary>
    internal void Return(ReceivedMessage message) => _inbox.Return(message);

    /// <summary>The messages of the last minutes, waiting or not, oldest first, for a duplicate filter.</summary>
    /// <param name="memory">The minutes.</param>
    /// <param name="max">The maximum number; the latest ones count.</param>
    internal IReadOnlyList<RecentDigest> RecentDigests(TimeSpan memory, int max) =>
        Queries.DigestReader.Read(_journal.Files, Folder, _clock(), memory, max);

    /// <summary>Removes what exceeds the limits. The store does so itself when it begins a segment.</summary>
    internal void ApplyLimits() => _retention.Apply();

    /// <summary>Decrypts a sealed message of the history; false when this user's keys cannot.</summary>
    internal bool TryUnseal(ReceivedMessage message) => SealedBody.TryOpen(message, _protector);

    /// <summary>Writes the queue and ends the session.</summary>
    public void Dispose()
    {
        _commits.Dispose();
        // Nothing can be taken from now on. After the next line other sessions claim what is left.
        _journal.Dispose();
        _session.Dispose();
    }

    // The next flush that succeeds ends the problem.
    private void OnLost(Exception loss)
    {
        _commits.SetFailure(loss);
        _commits.RequestFlush();
    }

    private void TidyUp()
    {
        _journal.Overwritten.Flush();
        _retention.ApplyWhenDue();
    }

    private static SessionLock StartSession(IStoreFiles files, string folder)
    {
        SessionLock.Sweep(files, folder);
        SegmentNames.Sweep(files, folder);
        return new SessionLock(files, folder);
    }
}
