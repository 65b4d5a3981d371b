using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Tests.Support;

/// <summary>
/// The real disk, which can become read-only while files are open: systems do that to a damaged disk, and not on request.
/// </summary>
internal sealed class ReadOnlyDisk : IStoreFiles
{
    private const int ReadOnlyFileSystem = 30;

    private readonly DiskFiles _disk = DiskFiles.Instance;
    private volatile bool _isReadOnly;

    internal bool IsReadOnly
    {
        get => _isReadOnly;
        set => _isReadOnly = value;
    }

    /// <summary>The number of flushes after which the disk becomes read-only; null for none.</summary>
    internal int? FlushesUntilReadOnly { get; set; }

    public void CreateFolder(string path) => Writing(_disk).CreateFolder(path);

    public IReadOnlyList<string> List(string folder) => _disk.List(folder);

    public bool Exists(string path) => _disk.Exists(path);

    public IStoreFile Open(string path, StoreFileMode mode) =>
        new OpenFile(this, (mode == StoreFileMode.Read ? _disk : Writing(_disk)).Open(path, mode));

    public void Replace(string from, string to) => Writing(_disk).Replace(from, to);

    public void Delete(string path) => Writing(_disk).Delete(path);

    public void FlushFolder(string path) => Writing(_disk).FlushFolder(path);

    private T Writing<T>(T target) =>
        _isReadOnly ? throw new IOException("Read-only file system", ReadOnlyFileSystem) : target;

    private sealed class OpenFile(ReadOnlyDisk disk, IStoreFile file) : IStoreFile
    {
        public long Length => file.Length;

        public int Read(long offset, byte[] buffer, int start, int count) => file.Read(offset, buffer, start, count);

        public void Write(long offset, byte[] buffer, int start, int count) => disk.Writing(file).Write(offset, buffer, start, count);

        public void SetLength(long length) => disk.Writing(file).SetLength(length);

        public void Flush()
        {
            if (disk.FlushesUntilReadOnly-- == 0)
                disk.IsReadOnly = true;
            disk.Writing(file).Flush();
        }

        public bool IsAt(string path) => file.IsAt(path);

        public bool TryLock() => file.TryLock();

        public void Unlock() => file.Unlock();

        public void Dispose() => file.Dispose();
    }
}
