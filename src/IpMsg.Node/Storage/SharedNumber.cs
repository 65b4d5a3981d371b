using System;
using System.IO;

namespace IpMsg.Node.Storage;

/// <summary>
/// A number that all processes of a user increase, one at a time. It is in two files: the one that earlier versions map, and the lock file.
/// A file that is truncated, replaced or restored from a backup is thus recognised and written again from the other one.
/// </summary>
internal sealed class SharedNumber : IDisposable
{
    // A process holds the lock for microseconds, or longer on a busy machine. A suspended process must not stop the others.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private SharedFile? _number, _lock;
    private bool _isHeldUp;

    /// <param name="path">The file of the number; its folder must exist.</param>
    internal SharedNumber(string path) => _path = path;

    private string LockPath => _path + ".lock";

    /// <summary>Opens the files and creates missing ones, so that problems appear at the start.</summary>
    /// <exception cref="IOException">A file cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal void Open()
    {
        _lock ??= new SharedFile(LockPath);
        Number();
    }

    /// <summary>Replaces the number with a greater one.</summary>
    /// <param name="next">Computes the next number from those in the two files, which come in any order and may be damaged.</param>
    /// <exception cref="IOException">A file cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="NotSupportedException">The path leads to a device or a pipe.</exception>
    internal NumberRecord Advance(Func<NumberRecord, NumberRecord, NumberRecord> next)
    {
        bool isLocked = Lock(out var locked);
        try
        {
            var number = Number();
            var result = next(number.Read(), locked.Read());
            // First the copy that earlier versions do not know: after a failure between the two writes, one file has the greater number.
            locked.Write(result);
            number.Write(result);
            return result;
        }
        finally
        {
            if (isLocked)
                locked.Unlock();
        }
    }

    /// <summary>
    /// True while the file has this number, so that no other process has increased it. Reads without the lock, which costs a tenth of
    /// <see cref="Advance"/>.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal bool Is(long number) => _number?.Read().Last == number;

    public void Dispose()
    {
        _number?.Dispose();
        _lock?.Dispose();
    }

    private bool Lock(out SharedFile locked)
    {
        while (true)
        {
            locked = _lock ??= new SharedFile(LockPath);
            // The wait is not repeated for every number.
            bool isLocked = locked.TryLock(_isHeldUp ? TimeSpan.Zero : s_longestWait);
            _isHeldUp = !isLocked;
            // A lock on a deleted or replaced file excludes nobody.
            if (locked.IsCurrent)
                return isLocked;
            locked.Dispose();
            _lock = null;
        }
    }

    private SharedFile Number()
    {
        if (_number?.IsCurrent == false)
        {
            _number.Dispose();
            _number = null;
        }
        return _number ??= new SharedFile(_path);
    }
}
