using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Journal;
using IpMsg.Node.Storage.History.Lines;

namespace IpMsg.Node.Storage.History.Queries;

/// <summary>
/// Reads segments for queries. Takes the lock for each read where the store is writable, so that no line is read half overwritten; a
/// read-only store is read without a lock.
/// </summary>
internal sealed class SegmentSource : IDisposable
{
    private readonly IStoreFiles _files;
    private readonly string _folder;
    private readonly StoreLock? _lock;
    private readonly CancellationToken _stop;
    private readonly SegmentBuffers _buffers = new();

    /// <param name="files">The disk.</param>
    /// <param name="folder">The store's folder.</param>
    /// <param name="stop">Ends a read, and a wait for the lock.</param>
    internal SegmentSource(IStoreFiles files, string folder, CancellationToken stop = default)
    {
        _files = files;
        _stop = stop;
        _folder = folder;
        try
        {
            if (files.Exists(folder))
                _lock = new StoreLock(files, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A read-only folder has no writers.
        }
    }

    /// <summary>The numbers of the segments, ascending.</summary>
    internal List<int> Numbers() => SegmentNames.List(_files, _folder);

    /// <summary>Reads a segment; null when it was removed meanwhile.</summary>
    /// <exception cref="HistoryVersionException">A newer version of the module has written it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal SegmentBytes? Read(int number)
    {
        _stop.ThrowIfCancellationRequested();
        string path = SegmentNames.PathOf(_folder, number);
        bool isLocked = TryLock();
        try
        {
            return _files.Exists(path) ? Checked(SegmentBytes.Read(_files, _folder, number, _buffers), path) : null;
        }
        finally
        {
            if (isLocked)
                _lock!.Exit();
        }
    }

    public void Dispose() => _lock?.Dispose();

    private bool TryLock()
    {
        try
        {
            _lock?.Enter(_stop);
            return _lock is not null;
        }
        // A suspended writer does not prevent reading.
        catch (IOException)
        {
            return false;
        }
    }

    private static SegmentBytes Checked(SegmentBytes bytes, string path)
    {
        int at = 0;
        if (!bytes.TryNext(ref at, out var line) || !LineHead.TryRead(line, out var head) || head.Version <= HistoryFormat.Version)
            return bytes;
        bytes.Dispose();
        throw new HistoryVersionException(path, head.Version);
    }
}
