using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.Queue;

/// <summary>
/// The messages of a user that wait for their recipients, in files of their own, so that a damaged one costs no other. All processes of the
/// user share them. Each change is on the disk when its call returns. Thread-safe.
/// </summary>
internal sealed class QueueStore
{
    private readonly IStoreFiles _disk;
    private readonly ITextProtector _protector;
    private readonly QueueFiles _files;
    private readonly object _lock = new();

    /// <param name="folder">The folder; see <see cref="QueueFolder"/>. The first message creates it.</param>
    /// <param name="protector">Encrypts sealed texts.</param>
    /// <param name="limits">The limits; null for the default ones.</param>
    /// <param name="disk">The disk; null for the real one.</param>
    internal QueueStore(string folder, ITextProtector protector, QueueLimits? limits = null, IStoreFiles? disk = null)
    {
        Folder = folder;
        Limits = limits ?? new QueueLimits();
        _protector = protector;
        _disk = disk ?? DiskFiles.Instance;
        _files = new QueueFiles(_disk, folder);
    }

    internal string Folder { get; }

    internal QueueLimits Limits { get; }

    internal DateTimeOffset Now => Limits.Clock();

    /// <summary>The path of the file of a message.</summary>
    internal string PathOf(long id) => _files.PathOf(id);

    /// <summary>The ids of all messages, in order.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    internal IReadOnlyList<long> Ids() => _files.Ids();

    /// <summary>Reads a message; null when it was removed.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or a newer version of the module has written it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal QueuedMessage? Find(long id)
    {
        if (_files.Read(id) is not { } bytes)
            return null;
        var message = bytes.Length > QueueLimits.MaxEntryBytes ? null : QueueEntryFile.Read(bytes, _protector);
        if (message is not null && message.Id == id)
            return message;
        // It may have been overwritten to be removed.
        return _files.Read(id) is null ? null : throw new InvalidDataException(
            "The file '" + _files.PathOf(id) + "' is no queued message: it is damaged, or a newer version of the module has written it.");
    }

    /// <summary>Adds a message, and gives it its id.</summary>
    /// <exception cref="IpMsgException">The queue is full.</exception>
    /// <exception cref="IOException">The disk does not take it; the queue is as it was before.</exception>
    internal QueuedMessage Add(QueuedMessage message)
    {
        _disk.CreateFolder(Folder);
        return Alone(owner =>
        {
            _files.RemoveDrafts();
            RemoveEnded();
            var ids = _files.Ids();
            long last = Math.Max(owner.LastId, ids.Count > 0 ? ids[ids.Count - 1] : 0);
            var added = message with { Id = last + 1 };
            byte[] bytes = QueueEntryFile.Write(added, _protector);
            RequireRoom(ids, bytes.Length);
            _files.Write(added.Id, bytes);
            owner.LastId = added.Id;
            return added;
        });
    }

    /// <summary>Writes a changed message; false when it was removed meanwhile.</summary>
    /// <exception cref="IOException">
    /// The disk does not take it, or its sealed text could not be read; the message is as it was before.
    /// </exception>
    internal bool Update(QueuedMessage message) => Alone(_ =>
    {
        if (message.Text is null)
            throw new IOException("The keys of this session cannot read the sealed message.");
        if (_files.LengthOf(message.Id) == 0)
            return false;
        _files.Write(message.Id, QueueEntryFile.Write(message, _protector));
        return true;
    });

    /// <summary>Removes a message; false when it is not there.</summary>
    /// <exception cref="IOException">The file cannot be removed.</exception>
    internal bool Remove(long id) => _files.Ids().Count > 0 && Alone(_ => _files.Remove(id, overwrites: true));

    /// <summary>Takes the right to send what waits for a recipient; null when another listener has it.</summary>
    /// <exception cref="IOException">The file cannot be used.</exception>
    internal QueueLease? TryLease(string recipient) => QueueLease.TryTake(_disk, Folder, recipient);

    /// <summary>Removes the messages whose end is a week ago.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    internal void Sweep()
    {
        if (_files.Ids().Count > 0)
            Alone(_ => RemoveEnded());
    }

    private int RemoveEnded()
    {
        int removed = 0;
        foreach (long id in _files.Ids())
        {
            // A damaged one may be readable for somebody else.
            if (_files.Read(id) is { } bytes && QueueEntryFile.Read(bytes, NoTexts.Instance) is { } ended
                && Now - ended.Expires >= QueueLimits.KeepTime && _files.Remove(id, overwrites: true))
                removed++;
        }
        return removed;
    }

    private void RequireRoom(IReadOnlyList<long> ids, int length)
    {
        long bytes = length;
        foreach (long id in ids)
            bytes += _files.LengthOf(id);
        if (length <= QueueLimits.MaxEntryBytes && ids.Count < Limits.MaxMessages && bytes <= Limits.MaxBytes)
            return;
        throw new IpMsgException(IpMsgErrorId.QueueFull,
            length > QueueLimits.MaxEntryBytes ? "The message is too long for the queue."
            : "The queue is full: " + ids.Count + " messages with " + (bytes - length) / 1024 + " KiB wait in it.",
            Folder, "Get-IpMsgQueue shows them. Remove-IpMsgQueue withdraws those that are not needed any more.");
    }

    private T Alone<T>(Func<QueueLock, T> work)
    {
        lock (_lock)
        {
            using var owner = QueueLock.Enter(_disk, Folder);
            return work(owner);
        }
    }

    /// <summary>Reads no sealed text, which takes time and keys.</summary>
    private sealed class NoTexts : ITextProtector
    {
        internal static readonly NoTexts Instance = new();

        public byte[] Protect(byte[] plain) => throw new NotSupportedException();

        public byte[]? Unprotect(byte[] hidden) => null;
    }
}
