using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage;

/// <summary>
/// A small file that several processes read, write and lock. Not memory-mapped, because the system kills a process that touches a mapped
/// file after another process truncated it.
/// </summary>
internal sealed class SharedFile : IDisposable
{
    private readonly string _path;
    private readonly byte[] _bytes = new byte[NumberRecord.Size];
    private readonly FileStream _file;
    private readonly (long, long, long)? _identity;

    /// <summary>Opens the file, and creates it for its user only when it does not exist.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal SharedFile(string path)
    {
        _path = path;
        // The framework locks files on Unix. An exclusive lock would then wait for every process that has the file open.
        _file = Platform.IsWindows
            ? new FileStream(OpenOnWindows(path), FileAccess.ReadWrite, 1)
            : new FileStream(OpenOnUnix(path), FileAccess.ReadWrite, 1);
        _identity = Platform.IsWindows ? null : SystemNative.IdentityOf(_file.SafeFileHandle);
    }

    /// <summary>False when the file was deleted or replaced since it was opened. Windows prevents that.</summary>
    internal bool IsCurrent => _identity is null
        || SystemNative.GetStatus(_path, followsLink: true, out var status) == 0 && status.Identity == _identity;

    /// <summary>Reads the number and its clock.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal NumberRecord Read()
    {
        _file.Seek(0, SeekOrigin.Begin);
        return NumberRecord.Of(_bytes, _file.Read(_bytes, 0, _bytes.Length));
    }

    /// <summary>Writes the number and its clock.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void Write(NumberRecord number)
    {
        _file.Seek(0, SeekOrigin.Begin);
        _file.Write(number.ToBytes(), 0, NumberRecord.Size);
        _file.Flush();
    }

    /// <summary>
    /// Locks the file against other processes and instances. The lock ends with the process. Returns false when the lock is not free in
    /// time, or the file system has no locks.
    /// </summary>
    internal bool TryLock(TimeSpan longest)
    {
        var deadline = new Deadline(longest);
        for (int round = 0; ; round++)
        {
            if (TryLockNow(out bool isTaken))
                return true;
            if (!isTaken || deadline.IsOver)
                return false;
            Thread.Sleep(round < 100 ? 0 : 1);
        }
    }

    /// <summary>Releases the lock.</summary>
    internal void Unlock()
    {
        if (Platform.IsWindows)
            Kernel32.Unlock(_file.SafeFileHandle);
        else
            _ = LibC.flock((int)_file.SafeFileHandle.DangerousGetHandle(), LibC.Unlock);
    }

    public void Dispose() => _file.Dispose();

    private bool TryLockNow(out bool isTaken)
    {
        if (Platform.IsWindows)
        {
            bool isOurs = Kernel32.TryLock(_file.SafeFileHandle);
            isTaken = !isOurs && Marshal.GetLastWin32Error() == Kernel32.LockViolation;
            return isOurs;
        }
        bool isLocked = LibC.flock((int)_file.SafeFileHandle.DangerousGetHandle(), LibC.LockExclusive | LibC.LockAtOnce) == 0;
        isTaken = !isLocked && (LibC.LastError == LibC.WouldBlock || LibC.LastError == LibC.Interrupted);
        return isLocked;
    }

    private static SafeFileHandle OpenOnWindows(string path)
    {
        var file = Kernel32.OpenPrivate(
            path, Kernel32.GenericRead | Kernel32.GenericWrite, Kernel32.ShareReadWrite, Kernel32.OpenAlways);
        return file.IsInvalid ? throw Folders.DiskFailure.Last("Cannot open", path) : file;
    }

    private static SafeFileHandle OpenOnUnix(string path)
    {
        int file = LibC.OpenForReadingAndWriting(path);
        if (file < 0 && LibC.LastError == LibC.NoSuchFile)
        {
            try
            {
                PrivateFile.Create(path).Dispose();
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process created it first.
            }
            file = LibC.OpenForReadingAndWriting(path);
        }
        return file >= 0 ? new SafeFileHandle((IntPtr)file, ownsHandle: true) : throw Folders.DiskFailure.Last("Cannot open", path);
    }
}
