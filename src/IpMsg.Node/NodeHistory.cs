using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node;

/// <summary>
/// Keeps the messages of a node on the disk: received ones before they are confirmed, until they are taken, and with a history also sent
/// ones and what becomes of both. Safe for any number of threads; never called under the gate, because the disk takes its time.
/// </summary>
internal sealed class NodeHistory : IHistoryEvents, IDisposable
{
    private readonly MemberDriver _driver;
    private readonly NodeServices _services;
    private readonly HistoryOptions _options;
    private readonly object _opening = new();
    private readonly ClaimRetry _claim;
    private volatile HistoryStore? _store;
    private HistoryOwner? _owner;
    private bool _isTried;
    private readonly object _unreadable = new(), _copies = new(), _unclaimed = new();

    /// <summary>Opens the store for a node that confirms messages or keeps a history. Others open it with <see cref="Accept"/>.</summary>
    /// <exception cref="IpMsgException">The named folder cannot be used, or a newer version has written the store.</exception>
    internal NodeHistory(MemberDriver driver, NodeServices services, HistoryOptions options)
    {
        _driver = driver;
        _services = services;
        _options = options;
        _claim = new ClaimRetry(ClaimAbandoned);
        if (services.Options.AcceptsMessages || options.KeepsHistory(isOneShot: true))
            Open(services.Options.AcceptsMessages);
    }

    /// <summary>The folder of the store; null when messages are kept in memory.</summary>
    internal string? Folder => _store?.Folder;

    /// <summary>The reason why messages are kept in memory although a store is wanted; null while they are stored.</summary>
    internal IpMsgException? Failure { get; private set; }

    /// <summary>Sent messages; records nothing without a history.</summary>
    internal SentMessageHistory Sent { get; } = new();

    /// <summary>
    /// Opens the store of a node that is about to confirm messages, and brings the messages into the inbox that earlier sessions have
    /// confirmed and nobody has taken.
    /// </summary>
    /// <exception cref="IpMsgException">The named folder cannot be used, or a newer version has written the store.</exception>
    internal void Accept()
    {
        Open(isAccepting: true);
        ClaimAbandoned();
    }

    private void ClaimAbandoned()
    {
        if (_store is not { } store)
            return;
        IReadOnlyList<ReceivedMessage> records;
        try
        {
            records = store.ClaimAbandoned();
        }
        catch (Exception reason) when (StoreFailure.Is(reason) || reason is ObjectDisposedException)
        {
            _services.Problems.Report(NodePart.Store, _unclaimed, reason);
            // The next session gets what this one does not.
            _claim.Failed();
            return;
        }
        _claim.Succeeded();
        _services.Problems.Report(NodePart.Store, _unclaimed, null);
        int unreadable = 0;
        var messages = new List<IncomingMessage>(records.Count);
        foreach (var record in records)
        {
            // A sealed text for which the keys are missing stays in the store. A session that has the keys gets it.
            if (record.IsUnreadable)
            {
                unreadable++;
                continue;
            }
            var message = ReceivedMapping.ToMessage(record, _services.Settings.Codec);
            record.Tag = message;
            message.Tag = record;
            messages.Add(message);
        }
        foreach (var message in RestoredOrder.Of(messages))
        {
            using var access = _driver.Resume();
            access.Machine.Restore(NodeClock.Now, message);
        }
        if (unreadable > 0)
        {
            _services.Problems.Report(NodePart.Store, _unreadable, new InvalidOperationException(
                "Sealed messages that the keys of this session cannot decrypt stay in the store: " + unreadable + "."));
        }
    }

    /// <summary>
    /// Stores a message that has arrived. <see cref="OnWritten"/> or <see cref="OnFailed"/> reports the result. False without a store.
    /// </summary>
    internal bool TryAdd(IncomingMessage message)
    {
        if (_store is not { } store)
            return false;
        var replay = message.ReplayKey?.Digest is { } signed ? new MessageDigest(signed.First, signed.Second) : default(MessageDigest?);
        var record = ReceivedMapping.ToRecord(message, _owner!, new MessageDigest(message.Key.First, message.Key.Second), replay);
        message.Tag = record;
        if (!store.TryAppend(record))
            OnFailed([record], new InvalidOperationException("The message store cannot keep up."));
        return true;
    }

    /// <summary>True when the message is stored, or is being stored.</summary>
    internal static bool Has(IncomingMessage message) => message.Tag is ReceivedMessage;

    /// <summary>
    /// A message goes to the user. When the disk refuses this, the next session shows the message again. False when the store is closed:
    /// the message belongs to the next session.
    /// </summary>
    internal bool Take(IncomingMessage message) => Try(message, static (store, record) => store.Take([record]));

    /// <summary>A message comes back that was not delivered.</summary>
    internal void Return(IncomingMessage message) => Try(message, static (store, record) => store.Return(record));

    /// <summary>A message was discarded.</summary>
    internal void Discard(IncomingMessage message) => Update(message, new HistoryUpdate(UpdateKind.Discarded, DateTimeOffset.UtcNow));

    /// <summary>A sealed message was opened.</summary>
    internal void Open(IncomingMessage message) => Update(message, ReceivedMapping.OpenedUpdate(message, DateTimeOffset.UtcNow));

    /// <summary>An attachment was saved.</summary>
    internal void Save(IncomingMessage message, uint attachment, string path) =>
        Update(message, ReceivedMapping.SavedUpdate(attachment, path, DateTimeOffset.UtcNow));

    public void OnWritten(IReadOnlyList<ReceivedMessage> messages)
    {
        using (var access = _driver.Resume())
        {
            foreach (var record in messages)
                access.Machine.Persisted(NodeClock.Now, (IncomingMessage)record.Tag!);
        }
        // The disk works again.
        if (_claim.IsDue)
            ClaimAbandoned();
    }

    public void OnFailed(IReadOnlyList<ReceivedMessage> messages, Exception reason)
    {
        _services.Problems.Report(NodePart.Store, this, reason);
        using var access = _driver.Resume();
        foreach (var record in messages)
            access.Machine.PersistFailed(NodeClock.Now, (IncomingMessage)record.Tag!);
    }

    public void OnFailureChanged(Exception? failure) => _services.Problems.Report(NodePart.Store, this, failure);

    /// <summary>Writes what is queued. What nobody has taken waits for the next session.</summary>
    public void Dispose()
    {
        lock (_opening)
        {
            _isTried = true;
            _claim.Dispose();
            _store?.Dispose();
        }
    }

    // Once: a node that has confirmed messages in memory must not find a store later that does not have them.
    private void Open(bool isAccepting)
    {
        lock (_opening)
        {
            // A later call must not confirm in memory what the first one refused to store.
            if (_isTried && Failure is { } refusal && IsRefusal(refusal))
                throw refusal;
            if (_isTried)
                return;
            _isTried = true;
            string? folder = null;
            HistoryStore? store = null;
            try
            {
                folder = _options.FolderOf(_services.Settings.UserName);
                store = new HistoryStore(folder, Protector(), this, _options.Limits, _options.Files);
                StoredDigests.Load(store, _driver);
                if (store.DescribeCopies() is { } copies)
                    _services.Problems.Report(NodePart.Store, _copies, new InvalidDataException(copies));
            }
            catch (HistoryVersionException newer)
            {
                throw Failure = new IpMsgException(IpMsgErrorId.HistoryTooNew, newer.Message, folder,
                    "Update the module, use another folder with -DataPath, or -NoStore to keep messages in memory.", newer);
            }
            catch (Exception reason) when (StoreFailure.Is(reason))
            {
                store?.Dispose();
                Failure = CannotStore(folder, reason);
                if (IsRefusal(Failure))
                    throw Failure;
                return;
            }
            _owner = new HistoryOwner(_services.Settings.UserName, _services.Settings.HostName,
                _services.Options.Address?.ToString(), _options.KeepsHistory(isOneShot: !isAccepting));
            _store = store;
            if (_owner.KeepsHistory)
                Sent.Store = store;
        }
    }

    // A store of a newer version and a folder that the user has named are errors. Without the default folder, memory is enough.
    private bool IsRefusal(IpMsgException failure) => _options.DataPath is not null || failure.ErrorId == IpMsgErrorId.HistoryTooNew;

    private OwnKeyProtector Protector() =>
        _services.Settings.Keys is { } keys ? new OwnKeyProtector(() => keys) : OwnKeyProtector.ForFolder(_services.Options.KeyPath);

    private static IpMsgException CannotStore(string? folder, Exception reason) => new(
        IpMsgErrorId.InvalidDataPath,
        "Messages cannot be stored" + (folder is null ? "" : " in '" + folder + "'") + ": " + reason.Message, folder,
        "Use another folder: -DataPath, or -NoStore to keep messages in memory.", reason);

    private void Update(IncomingMessage message, HistoryUpdate update) =>
        Try(message, (store, record) => store.TryUpdate(record, update));

    private bool Try(IncomingMessage message, Action<HistoryStore, ReceivedMessage> act)
    {
        if (_store is not { } store || message.Tag is not ReceivedMessage record)
            return true;
        try
        {
            act(store, record);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        catch (Exception reason) when (StoreFailure.Is(reason))
        {
            _services.Problems.Report(NodePart.Store, this, reason);
        }
        return true;
    }
}
