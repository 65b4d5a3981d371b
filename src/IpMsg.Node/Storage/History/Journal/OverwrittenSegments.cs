using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// The earlier segments in which bytes were overwritten and not flushed. The flush happens outside the store's lock, which others need.
/// Thread-safe.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="folder">The folder of the store.</param>
internal sealed class OverwrittenSegments(IStoreFiles files, string folder)
{
    private readonly object _gate = new();
    private readonly HashSet<int> _segments = [];

    internal void Add(int segment)
    {
        lock (_gate)
            _segments.Add(segment);
    }

    /// <summary>Returns when the bytes are on the disk. After a failure the next call flushes the same segments.</summary>
    /// <exception cref="System.IO.IOException">A segment cannot be flushed now.</exception>
    internal void Flush()
    {
        int[] segments;
        lock (_gate)
        {
            if (_segments.Count == 0)
                return;
            segments = [.. _segments];
            _segments.Clear();
        }
        for (int at = 0; at < segments.Length; at++)
        {
            try
            {
                Flush(SegmentNames.PathOf(folder, segments[at]));
            }
            catch
            {
                lock (_gate)
                    _segments.UnionWith(segments.AsSpan(at).ToArray());
                throw;
            }
        }
    }

    private void Flush(string path)
    {
        if (!files.Exists(path))
            return;
        using var file = files.Open(path, StoreFileMode.Write);
        file.Flush();
    }
}
