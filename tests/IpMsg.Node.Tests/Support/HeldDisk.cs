using System;
using System.Collections.Generic;
using System.Threading;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Tests.Support;

/// <summary>The real disk, which lists no folder while it is held.</summary>
internal sealed class HeldDisk : IStoreFiles, IDisposable
{
    private readonly DiskFiles _disk = DiskFiles.Instance;
    private readonly ManualResetEventSlim _free = new(true);
    private readonly ManualResetEventSlim _isWaiting = new();

    /// <summary>From now on, who lists a folder waits.</summary>
    internal void Hold() => _free.Reset();

    internal void Free() => _free.Set();

    /// <summary>Ends when something waits.</summary>
    internal bool AwaitWaiting(TimeSpan maxWait) => _isWaiting.Wait(maxWait);

    public void CreateFolder(string path) => _disk.CreateFolder(path);

    public IReadOnlyList<string> List(string folder)
    {
        if (!_free.IsSet)
            _isWaiting.Set();
        _free.Wait();
        return _disk.List(folder);
    }

    public bool Exists(string path) => _disk.Exists(path);

    public IStoreFile Open(string path, StoreFileMode mode) => _disk.Open(path, mode);

    public void Replace(string from, string to) => _disk.Replace(from, to);

    public void Delete(string path) => _disk.Delete(path);

    public void FlushFolder(string path) => _disk.FlushFolder(path);

    public void Dispose()
    {
        _free.Dispose();
        _isWaiting.Dispose();
    }
}
