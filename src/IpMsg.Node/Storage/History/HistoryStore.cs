using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Journal;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History;

/// <summary>
/// The messages of one user under one IPMsg user name, on disk: the inbox that outlives the process, and the history. A listener opens it
/// as a session. Messages that it receives wait for it; what it has not taken when it ends waits for the next session that asks.
/// All members may be called from any thread.
/// </summary>
internal sealed class HistoryStore : IDisposable
{
    private readonly HistoryJournal _journal;
    private readonly SessionLock _session;
    private readonly CommitThread _commits;
    private readonly InboxSession _inbox;
    private readonly HistoryRetention _retention;
    private readonly ITextProtector _protector;

    /// <param name="folder">The store's folder; see <see cref="HistoryFolder"/>.</param>
    /// <param name="protector">Encrypts sealed texts.</param>
    /// <param name="events">Who is told what is on the disk.</param>
    /// <param name="limits">How much is kept; null for the usual.</param>
    /// <param name="files">The disk; null for the real one.</param>
    /// <exception cref="HistoryVersionException">A newer module has written it.</exception>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder must not be used.</exception>
    internal HistoryStore(
        string folder, ITextProtector protector, IHistoryEvents events, HistoryLimits? limits = null, IStoreFiles? files = null)
    {
        files ??= DiskFiles.Instance;
        limits ??= new HistoryLimits();
        Folder = folder;
        _protector = protector;
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
        _commits = new CommitThread(new CommitBatch(_journal, _session.Name, protector), events, _retention.ApplyAfterRoll);
        _inbox = new InboxSession(_journal, _session.Name, protector, _commits);
    }

    /// <summary>The folder.</summary>
    internal string Folder { get; }

    /// <summary>The 16 bytes with which all processes of the user digest messages.</summary>
    internal byte[] DigestKey { get; }

    /// <summary>Why the store cannot write at present; null while it can.</summary>
    internal Exception? Failure => _commits.Failure;

    /// <summary>
    /// Queues a received message and returns at once. <see cref="IHistoryEvents.OnWritten"/> tells when it is on the disk. False when too
    /// much waits or the store is closed: nothing more is heard of it then, and it must not be confirmed.
    /// </summary>
    internal bool TryAppend(ReceivedMessage message) => _commits.TryAdd(new CommitItem(message, null));

    /// <summary>Queues a sent message; false when too much waits.</summary>
    internal bool TryAppend(SentMessage message) => _commits.TryAdd(new CommitItem(message, null));

    /// <summary>
    /// Queues what is known of a message later; false when too much waits. Of a message without history only its end is written.
    /// </summary>
    internal bool TryUpdate(HistoryRecord record, HistoryUpdate update) =>
        record is ReceivedMessage { KeepsHistory: false } && update.Kind is not (UpdateKind.Taken or UpdateKind.Discarded)
        || _commits.TryAdd(new CommitItem(record, update));

    /// <summary>
    /// Takes over what ended sessions have left, oldest first; each message goes to one session only. Sealed texts are decrypted.
    /// </summary>
    /// <exception cref="IOException">The store cannot be used now.</exception>
    internal IReadOnlyList<ReceivedMessage> ClaimAbandoned() => _inbox.ClaimAbandoned();

    /// <summary>
    /// Notes that messages are handed to the user, before they are. A kill after this call does not bring them back. A disk that is
    /// full does
    /// not keep anybody from reading: the lines are written when it takes them, and <see cref="Failure"/> tells.
    /// </summary>
    /// <param name="messages">Messages of this session.</param>
    internal void Take(IReadOnlyList<ReceivedMessage> messages) => _inbox.Take(messages);

    /// <summary>Puts a message back that was taken and then not handed on.</summary>
    internal void Return(ReceivedMessage message) => _inbox.Return(message);

    /// <summary>The messages of the last minutes, waiting or not, for a filter of repetitions; oldest first.</summary>
    /// <param name="since">The beginning.</param>
    /// <param name="max">The most of them; the latest count.</param>
    internal IReadOnlyList<RecentDigest> RecentDigests(DateTimeOffset since, int max) =>
        Queries.DigestReader.Read(_journal.Files, Folder, since, max);

    /// <summary>Removes what is older or larger than the limits allow. The store does so itself when it begins a segment.</summary>
    internal void ApplyLimits() => _retention.Apply();

    /// <summary>Decrypts a sealed message that the history has found; false when this user's keys do not.</summary>
    internal bool TryUnseal(ReceivedMessage message) => SealedBody.TryOpen(message, _protector);

    /// <summary>Writes what is queued and ends the session.</summary>
    public void Dispose()
    {
        _commits.Dispose();
        _session.Dispose();
        _journal.Dispose();
    }

    private static SessionLock StartSession(IStoreFiles files, string folder)
    {
        SessionLock.Sweep(files, folder);
        SegmentNames.Sweep(files, folder);
        return new SessionLock(files, folder);
    }
}
