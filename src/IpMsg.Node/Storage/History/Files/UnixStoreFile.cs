using System;
using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>A file on Unix. Opening never waits for the other end of a pipe and follows no link.</summary>
internal sealed class UnixStoreFile : IStoreFile
{
    private const int ReadWrite = 2, LockExclusive = 2, LockNoWait = 4, LockRelease = 8;

    // open(2): O_CLOEXEC, O_NONBLOCK and O_NOFOLLOW; the numbers of macOS are in sys/fcntl.h.
    private static readonly bool s_isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
    private static readonly int s_closeOnExec = Platform.IsMac ? 0x100_0000 : 0x8_0000;
    private static readonly int s_noWait = Platform.IsMac ? 0x4 : 0x800;
    private static readonly int s_noFollow = Platform.IsMac ? 0x100 : s_isArm ? 0x8000 : 0x2_0000;

    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private UnixStoreFile(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    public long Length => Checked(SystemNative.SystemNative_LSeek(_handle.DangerousGetHandle(), 0, 2), "Cannot measure");

    internal static UnixStoreFile Open(string path, StoreFileMode mode)
    {
        if (mode == StoreFileMode.Create)
            PrivateFile.Create(path).Dispose();
        var handle = TryOpen(path, mode);
        if (handle.IsInvalid && mode == StoreFileMode.WriteOrCreate && LibC.LastError == LibC.NoSuchFile)
        {
            Make(path);
            handle = TryOpen(path, mode);
        }
        if (handle.IsInvalid)
            throw DiskFailure.Last("Cannot open", path);
        bool isRegular = SystemNative.GetStatus(path, followsLink: false, out var status) == 0
            && (status.Mode & SystemNative.TypeMask) == SystemNative.Regular && SystemNative.IsAt(handle, path);
        if (!isRegular)
        {
            handle.Dispose();
            throw new IOException($"'{path}' is no regular file.");
        }
        if (mode != StoreFileMode.Read)
            TakeFile(handle, path, status);
        return new UnixStoreFile(handle, path);
    }

    public unsafe int Read(long offset, byte[] buffer, int start, int count)
    {
        Seek(offset);
        int total = 0;
        fixed (byte* to = buffer)
        {
            while (total < count)
            {
                int read = SystemNative.SystemNative_Read(_handle.DangerousGetHandle(), to + start + total, count - total);
                if (read == 0)
                    break;
                if (read > 0)
                    total += read;
                else if (LibC.LastError != LibC.Interrupted)
                    throw DiskFailure.Last("Cannot read", _path);
            }
        }
        return total;
    }

    public unsafe void Write(long offset, byte[] buffer, int start, int count)
    {
        Seek(offset);
        fixed (byte* from = buffer)
        {
            for (int total = 0; total < count;)
            {
                int written = SystemNative.SystemNative_Write(_handle.DangerousGetHandle(), from + start + total, count - total);
                if (written >= 0)
                    total += written;
                else if (LibC.LastError != LibC.Interrupted)
                    throw DiskFailure.Last("Cannot write", _path);
            }
        }
    }

    public void SetLength(long length)
    {
        if (SystemNative_FTruncate(_handle, length) != 0)
            throw DiskFailure.Last("Cannot cut off", _path);
    }

    public void Flush()
    {
        if (LibC.FlushToDisk((int)_handle.DangerousGetHandle()) != 0)
            throw DiskFailure.Last("Cannot flush", _path);
    }

    public bool IsAt(string path) => SystemNative.IsAt(_handle, path);

    public bool TryLock()
    {
        const int wouldBlockOnLinux = 11, wouldBlockOnMac = 35;
        while (flock((int)_handle.DangerousGetHandle(), LockExclusive | LockNoWait) != 0)
        {
            int error = LibC.LastError;
            if (error == (Platform.IsMac ? wouldBlockOnMac : wouldBlockOnLinux))
                return false;
            if (error != LibC.Interrupted)
                throw DiskFailure.Last("Cannot lock", _path);
        }
        return true;
    }

    public void Unlock() => _ = flock((int)_handle.DangerousGetHandle(), LockRelease);

    public void Dispose() => _handle.Dispose();

    private static void TakeFile(SafeFileHandle handle, string path, in SystemNative.Status status)
    {
        try
        {
            StoreOwnership.RequireOwn(path, status);
        }
        catch (IOException)
        {
            handle.Dispose();
            throw;
        }
        // A copied or restored file may be readable for everybody. Some file systems have no modes.
        if (StoreOwnership.IsOpenToOthers(status))
            LibCFiles.SetMode(handle, LibC.UserOnlyFile);
    }

    private static SafeFileHandle TryOpen(string path, StoreFileMode mode) =>
        new((IntPtr)open(path, (mode == StoreFileMode.Read ? 0 : ReadWrite) | s_closeOnExec | s_noWait | s_noFollow), ownsHandle: true);

    private static void Make(string path)
    {
        try
        {
            PrivateFile.Create(path).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process created it first.
        }
    }

    private void Seek(long offset) => Checked(SystemNative.SystemNative_LSeek(_handle.DangerousGetHandle(), offset, 0), "Cannot seek in");

    private long Checked(long result, string action) => result >= 0 ? result : throw DiskFailure.Last(action, _path);

    [DllImport("libc", SetLastError = true)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int file, int operation);

    [DllImport("libSystem.Native", SetLastError = true)]
    private static extern int SystemNative_FTruncate(SafeFileHandle file, long length);
}
