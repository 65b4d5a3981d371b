using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.TestChild;

/// <summary>The real disk. Before its change of a given number it calls an action, which does not return.</summary>
internal sealed class StoppingDisk(int stopAt, Action onStop) : IStoreFiles
{
    private readonly DiskFiles _disk = DiskFiles.Instance;
    private int _changes;

    /// <summary>True once the changes count.</summary>
    internal bool IsArmed { get; set; }

    public void CreateFolder(string path) => Changing(_disk).CreateFolder(path);

    public IReadOnlyList<string> List(string folder) => _disk.List(folder);

    public bool Exists(string path) => _disk.Exists(path);

    public IStoreFile Open(string path, StoreFileMode mode) =>
        new OpenFile(this, (mode == StoreFileMode.Read ? _disk : Changing(_disk)).Open(path, mode));

    public void Replace(string from, string to) => Changing(_disk).Replace(from, to);

    public void Delete(string path) => Changing(_disk).Delete(path);

    public void FlushFolder(string path) => Changing(_disk).FlushFolder(path);

    private T Changing<T>(T value)
    {
        if (IsArmed && Interlocked.Increment(ref _changes) == stopAt)
            onStop();
        return value;
    }

    private sealed class OpenFile(StoppingDisk disk, IStoreFile file) : IStoreFile
    {
        public long Length => file.Length;

        public int Read(long offset, byte[] buffer, int start, int count) => file.Read(offset, buffer, start, count);

        public void Write(long offset, byte[] buffer, int start, int count) => disk.Changing(file).Write(offset, buffer, start, count);

        public void SetLength(long length) => disk.Changing(file).SetLength(length);

        public void Flush() => disk.Changing(file).Flush();

        public bool IsAt(string path) => file.IsAt(path);

        public bool TryLock() => disk.Changing(file).TryLock();

        public void Unlock() => file.Unlock();

        public void Dispose() => file.Dispose();
    }
}
