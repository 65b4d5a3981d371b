using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Mapping;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node;

/// <summary>
/// Keeps the messages of a node on the disk: received ones before they are confirmed, until they are taken, and with a history also sent
/// ones and what becomes of both. Safe for any number of threads; never called under the gate, because the disk takes its time.
/// </summary>
internal sealed class NodeHistory : IHistoryEvents, IDisposable
{
    // The memory of duplicates of a running listener is as long (R43).
    private static readonly TimeSpan s_digestTime = TimeSpan.FromMinutes(10);
    private const int MaxDigests = 65_536;

    private readonly MemberDriver _driver;
    private readonly NodeServices _services;
    private readonly HistoryOptions _options;
    private readonly object _opening = new();
    private volatile HistoryStore? _store;
    private HistoryOwner? _owner;
    private bool _isTried;
    private readonly object _unreadable = new();
    private readonly ConditionalWeakTable<Delivery, SentPlace> _sent = new();
    private readonly ConditionalWeakTable<Delivery, Delivery> _broadcasts = new();

    /// <summary>Opens the store for a node that confirms messages or keeps a history. Others open it with <see cref="Accept"/>.</summary>
    /// <exception cref="IpMsgException">The named folder cannot be used, or a newer version has written the store.</exception>
    internal NodeHistory(MemberDriver driver, NodeServices services, HistoryOptions options)
    {
        _driver = driver;
        _services = services;
        _options = options;
        if (services.Options.AcceptsMessages || options.KeepsHistory(isOneShot: true))
            Open(services.Options.AcceptsMessages);
    }

    /// <summary>The folder of the store; null when messages are kept in memory.</summary>
    internal string? Folder => _store?.Folder;

    /// <summary>The reason why messages are kept in memory although a store is wanted; null while they are stored.</summary>
    internal IpMsgException? Failure { get; private set; }

    private bool KeepsHistory => _owner is { KeepsHistory: true };

    /// <summary>
    /// Opens the store of a node that is about to confirm messages, and brings the messages into the inbox that earlier sessions have
    /// confirmed and nobody has taken.
    /// </summary>
    /// <exception cref="IpMsgException">The named folder cannot be used, or a newer version has written the store.</exception>
    internal void Accept()
    {
        Open(isAccepting: true);
        if (_store is { } store)
            ClaimAbandoned(store);
    }

    private void ClaimAbandoned(HistoryStore store)
    {
        IReadOnlyList<ReceivedMessage> records;
        try
        {
            records = store.ClaimAbandoned();
        }
        catch (Exception reason) when (StoreFailure.Is(reason))
        {
            _services.Problems.Report(NodePart.Store, this, reason);
            return;
        }
        int unreadable = 0;
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

    /// <summary>These deliveries are those of a broadcast.</summary>
    internal void MarkBroadcast(IReadOnlyList<Delivery> deliveries)
    {
        foreach (var each in deliveries)
            _broadcasts.Add(each, each);
    }

    /// <summary>Deliveries of one message go out.</summary>
    internal void Send(IReadOnlyList<Delivery> deliveries)
    {
        if (!KeepsHistory || deliveries.Count == 0 || _sent.TryGetValue(deliveries[0], out _))
            return;
        var record = SentMapping.ToRecord(deliveries, DateTimeOffset.UtcNow, _broadcasts.TryGetValue(deliveries[0], out _));
        for (int at = 0; at < deliveries.Count; at++)
            _sent.Add(deliveries[at], new SentPlace(record, at));
        _store?.TryAppend(record);
    }

    /// <summary>A delivery stands differently.</summary>
    internal void Update(DeliveryChanged changed)
    {
        if (_sent.TryGetValue(changed.Delivery, out var place))
        {
            var report = changed.Delivery.Report;
            var update = SentMapping.ChangeUpdate(place.Recipient, changed.Change, report, DateTimeOffset.UtcNow);
            _store?.TryUpdate(place.Message, update);
        }
    }

    /// <summary>An offer stands differently. Its progress is not noted.</summary>
    internal void Update(OfferChanged changed)
    {
        if (changed.Offer.State is OfferState.Waiting or OfferState.Sending || !_sent.TryGetValue(changed.Offer.Delivery, out var place))
            return;
        _store?.TryUpdate(place.Message, SentMapping.OfferUpdate(place.Recipient, changed.Offer, DateTimeOffset.UtcNow));
    }

    public void OnWritten(IReadOnlyList<ReceivedMessage> messages)
    {
        using var access = _driver.Resume();
        foreach (var record in messages)
            access.Machine.Persisted(NodeClock.Now, (IncomingMessage)record.Tag!);
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
            _store?.Dispose();
        }
    }

    // Once: a node that has confirmed messages in memory must not find a store later that does not have them.
    private void Open(bool isAccepting)
    {
        lock (_opening)
        {
            if (_isTried)
                return;
            _isTried = true;
            string? folder = null;
            HistoryStore? store = null;
            try
            {
                folder = _options.FolderOf(_services.Settings.UserName);
                store = new HistoryStore(folder, Protector(), this, _options.Limits, _options.Files);
                LoadDigests(store);
                if (store.DescribeCopies() is { } copies)
                    _services.Problems.Report(NodePart.Store, _sent, new InvalidDataException(copies));
            }
            catch (HistoryVersionException newer)
            {
                throw new IpMsgException(IpMsgErrorId.HistoryTooNew, newer.Message, folder,
                    "Update the module, use another folder with -DataPath, or -NoStore to keep messages in memory.", newer);
            }
            catch (Exception reason) when (StoreFailure.Is(reason))
            {
                store?.Dispose();
                Failure = CannotStore(folder, reason);
                if (_options.DataPath is not null)
                    throw Failure;
                return;
            }
            _owner = new HistoryOwner(_services.Settings.UserName, _services.Settings.HostName,
                _services.Options.Address?.ToString(), _options.KeepsHistory(isOneShot: !isAccepting));
            _store = store;
        }
    }

    private OwnKeyProtector Protector() =>
        _services.Settings.Keys is { } keys ? new OwnKeyProtector(() => keys) : OwnKeyProtector.ForFolder(_services.Options.KeyPath);

    private static IpMsgException CannotStore(string? folder, Exception reason) => new(
        IpMsgErrorId.InvalidDataPath,
        "Messages cannot be stored" + (folder is null ? "" : " in '" + folder + "'") + ": " + reason.Message,
        folder,
        "Use another folder: -DataPath, or -NoStore to keep messages in memory.",
        reason);

    private void LoadDigests(HistoryStore store)
    {
        byte[] key = store.DigestKey;
        var hash = new SipHash128(BitConverter.ToUInt64(key, 0), BitConverter.ToUInt64(key, sizeof(ulong)));
        var recent = store.RecentDigests(DateTimeOffset.UtcNow - s_digestTime, MaxDigests);
        using var access = _driver.EnterAnyState();
        access.Machine.LoadMessages(NodeClock.Now, hash, Digests(recent), ReplayDigests(recent));
    }

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

    private static IEnumerable<DuplicateKey> Digests(IReadOnlyList<RecentDigest> recent)
    {
        foreach (var each in recent)
            yield return new DuplicateKey(each.Digest.First, each.Digest.Second);
    }

    private static IEnumerable<DuplicateKey> ReplayDigests(IReadOnlyList<RecentDigest> recent)
    {
        foreach (var each in recent)
        {
            if (each.ReplayDigest is { } signed)
                yield return new DuplicateKey(signed.First, signed.Second);
        }
    }

    private sealed record SentPlace(SentMessage Message, int Recipient);
}
