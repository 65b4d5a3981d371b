using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Benchmarks.History;

/// <summary>The real disk with a fixed flush time: disks take 0.2 to 30 ms.</summary>
internal sealed class SlowDisk(TimeSpan flush) : IStoreFiles
{
    private readonly DiskFiles _disk = DiskFiles.Instance;

    public void CreateFolder(string path) => _disk.CreateFolder(path);

    public IReadOnlyList<string> List(string folder) => _disk.List(folder);

    public bool Exists(string path) => _disk.Exists(path);

    public IStoreFile Open(string path, StoreFileMode mode) => new SlowFile(_disk.Open(path, mode), flush);

    public void Replace(string from, string to) => _disk.Replace(from, to);

    public void Delete(string path) => _disk.Delete(path);

    public void FlushFolder(string path) => _disk.FlushFolder(path);

    private sealed class SlowFile(IStoreFile file, TimeSpan flush) : IStoreFile
    {
        public long Length => file.Length;

        public int Read(long offset, byte[] buffer, int start, int count) => file.Read(offset, buffer, start, count);

        public void Write(long offset, byte[] buffer, int start, int count) => file.Write(offset, buffer, start, count);

        public void SetLength(long length) => file.SetLength(length);

        public void Flush() => Thread.Sleep(flush);

        public bool IsAt(string path) => file.IsAt(path);

        public bool TryLock() => file.TryLock();

        public void Unlock() => file.Unlock();

        public void Dispose() => file.Dispose();
    }
}
