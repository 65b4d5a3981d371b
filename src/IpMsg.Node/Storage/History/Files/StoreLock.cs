using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>
/// Lets one process at a time write to a store. The lock ends with the process, so a killed process blocks nobody. While a suspended
/// process has the lock, the others fail after <see cref="MaxWait"/>.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    internal const string FileName = "store.lock";

    /// <summary>The longest wait of a writer.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    private readonly IStoreFiles _files;
    private readonly string _path;
    private IStoreFile _file;

    internal StoreLock(IStoreFiles files, string folder)
    {
        _files = files;
        _path = Path.Combine(folder, FileName);
        _file = files.Open(_path, StoreFileMode.WriteOrCreate);
    }

    /// <summary>False when another program has removed or replaced the lock file.</summary>
    internal bool IsInPlace => _file.IsAt(_path);

    /// <summary>Exchanges the lock that this process has for the one of the file that is at the path now.</summary>
    /// <exception cref="IOException">The file cannot be created, or another process has the lock for too long.</exception>
    internal void Renew()
    {
        var next = _files.Open(_path, StoreFileMode.WriteOrCreate);
        var old = _file;
        try
        {
            _file = next;
            Enter();
        }
        catch
        {
            _file = old;
            next.Dispose();
            throw;
        }
        old.Dispose();
    }

    /// <exception cref="IOException">Another process has the lock for too long.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal void Enter(CancellationToken stop = default)
    {
        if (_file.TryLock())
            return;
        var waited = Stopwatch.StartNew();
        for (int round = 0; !_file.TryLock(); round++)
        {
            if (waited.Elapsed > MaxWait)
                throw new IOException("Another process keeps the message store locked.");
            stop.ThrowIfCancellationRequested();
            // Neither system has file locks with a timeout. A writer holds the lock for about ten microseconds.
            if (round < 20)
                Thread.Yield();
            else
                Thread.Sleep(1);
        }
    }

    internal void Exit() => _file.Unlock();

    public void Dispose() => _file.Dispose();
}
