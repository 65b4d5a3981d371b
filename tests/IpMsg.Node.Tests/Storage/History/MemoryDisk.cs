using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Tests.Storage.History;

/// <summary>
/// A disk that remembers what was flushed, and forgets the rest when the power fails. It can be slow, full and broken.
/// </summary>
internal sealed class MemoryDisk : IStoreFiles
{
    private const int DiskFull = 28;

    private readonly object _gate = new();
    private readonly Dictionary<string, Content> _names = [];
    private readonly Dictionary<string, Content> _flushedNames = [];

    /// <summary>How long a flush takes.</summary>
    internal TimeSpan FlushTime { get; set; }

    /// <summary>How many more bytes there is room for.</summary>
    internal long Room { get; set; } = long.MaxValue;

    /// <summary>What a flush throws; null for none.</summary>
    internal Exception? FlushFailure { get; set; }

    /// <summary>Called before a file is removed.</summary>
    internal Action<string>? OnDelete { get; set; }

    /// <summary>The number of flushes of files.</summary>
    internal int Flushes;

    /// <summary>The disk as it is after the power failed: what was flushed, and of the rest a part.</summary>
    internal MemoryDisk AfterPowerLoss(Random random)
    {
        lock (_gate)
        {
            var after = new MemoryDisk();
            foreach (var (path, content) in _flushedNames)
                after._names[path] = after._flushedNames[path] = content.AfterPowerLoss(random);
            return after;
        }
    }

    /// <summary>Waits for a flush that is done after a number of others; false when that takes too long.</summary>
    internal bool WaitForFlush(int before)
    {
        var wait = TimeSpan.FromSeconds(20);
        lock (_gate)
        {
            while (Flushes <= before)
            {
                if (!Monitor.Wait(_gate, wait))
                    return false;
            }
            return true;
        }
    }

    internal byte[] Read(string path)
    {
        lock (_gate)
            return [.. _names[path].Bytes];
    }

    public void CreateFolder(string path)
    {
    }

    public IReadOnlyList<string> List(string folder)
    {
        lock (_gate)
            return [.. _names.Keys.Where(path => Path.GetDirectoryName(path) == folder).Select(path => Path.GetFileName(path))];
    }

    public bool Exists(string path)
    {
        lock (_gate)
            return _names.ContainsKey(path);
    }

    public IStoreFile Open(string path, StoreFileMode mode)
    {
        lock (_gate)
        {
            bool isThere = _names.TryGetValue(path, out var content);
            if (isThere ? mode == StoreFileMode.Create : mode is StoreFileMode.Read or StoreFileMode.Write)
                throw new IOException("Cannot open " + path);
            if (!isThere)
                _names[path] = content = new Content();
            return new OpenFile(this, content!);
        }
    }

    public void Replace(string from, string to)
    {
        lock (_gate)
        {
            _names[to] = _names[from];
            _names.Remove(from);
        }
    }

    public void Delete(string path)
    {
        OnDelete?.Invoke(path);
        lock (_gate)
            _names.Remove(path);
    }

    public void FlushFolder(string path)
    {
        lock (_gate)
        {
            _flushedNames.Clear();
            foreach (var (name, content) in _names)
                _flushedNames[name] = content;
        }
    }

    private sealed class Content
    {
        internal List<byte> Bytes { get; private init; } = [];

        internal byte[] Flushed { get; set; } = [];

        internal OpenFile? Owner { get; set; }

        internal Content AfterPowerLoss(Random random)
        {
            // Blocks reach a disk in any order: of those that were not flushed some are there, and others are zeros.
            const int block = 512;
            int length = random.Next(Math.Min(Flushed.Length, Bytes.Count), Math.Max(Flushed.Length, Bytes.Count) + 1);
            var bytes = new List<byte>(length);
            bool isThere = true;
            for (int at = 0; at < length; at++)
            {
                if (at % block == 0)
                    isThere = random.Next(2) == 0;
                byte now = at < Bytes.Count ? Bytes[at] : (byte)0;
                bytes.Add(at < Flushed.Length ? isThere && at < Bytes.Count ? now : Flushed[at] : isThere ? now : (byte)0);
            }
            return new Content { Bytes = bytes, Flushed = [.. bytes] };
        }
    }

    private sealed class OpenFile(MemoryDisk disk, Content content) : IStoreFile
    {
        public long Length
        {
            get
            {
                lock (disk._gate)
                    return content.Bytes.Count;
            }
        }

        public int Read(long offset, byte[] buffer, int start, int count)
        {
            lock (disk._gate)
            {
                int length = (int)Math.Max(0, Math.Min(count, content.Bytes.Count - offset));
                content.Bytes.CopyTo((int)offset, buffer, start, length);
                return length;
            }
        }

        public void Write(long offset, byte[] buffer, int start, int count)
        {
            lock (disk._gate)
            {
                for (int at = 0; at < count; at++)
                {
                    int place = (int)offset + at;
                    if (place < content.Bytes.Count)
                    {
                        content.Bytes[place] = buffer[start + at];
                        continue;
                    }
                    if (disk.Room-- <= 0)
                    {
                        disk.Room = 0;
                        throw new IOException("No space left on the disk.", DiskFull);
                    }
                    content.Bytes.Add(buffer[start + at]);
                }
            }
        }

        public void SetLength(long length)
        {
            lock (disk._gate)
            {
                if (length < content.Bytes.Count)
                    content.Bytes.RemoveRange((int)length, content.Bytes.Count - (int)length);
            }
        }

        public void Flush()
        {
            byte[] now;
            lock (disk._gate)
                now = [.. content.Bytes];
            if (disk.FlushTime > TimeSpan.Zero)
                Thread.Sleep(disk.FlushTime);
            lock (disk._gate)
            {
                disk.Flushes++;
                if (disk.FlushFailure is { } failure)
                    throw failure;
                content.Flushed = now;
                Monitor.PulseAll(disk._gate);
            }
        }

        public bool IsAt(string path)
        {
            lock (disk._gate)
                return disk._names.TryGetValue(path, out var there) && there == content;
        }

        public bool TryLock()
        {
            lock (disk._gate)
            {
                if (content.Owner is not null && content.Owner != this)
                    return false;
                content.Owner = this;
                return true;
            }
        }

        public void Unlock()
        {
            lock (disk._gate)
            {
                if (content.Owner == this)
                    content.Owner = null;
            }
        }

        public void Dispose() => Unlock();
    }
}
