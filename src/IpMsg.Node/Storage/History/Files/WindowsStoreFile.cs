using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>A file on Windows. Others can read, write, rename and delete it meanwhile.</summary>
internal sealed class WindowsStoreFile : IStoreFile
{
    // Beyond any content: other processes cannot read the bytes that a lock of Windows covers.
    private const long LockedByte = long.MaxValue - 1;

    private readonly FileStream _file;
    private readonly SafeFileHandle _handle;

    private WindowsStoreFile(FileStream file)
    {
        _file = file;
        _handle = file.SafeFileHandle;
    }

    public long Length => _file.Length;

    internal static WindowsStoreFile Open(string path, StoreFileMode mode)
    {
        const FileAttributes special = FileAttributes.Directory | FileAttributes.ReparsePoint | FileAttributes.Device;
        var attributes = new FileInfo(path).Attributes;
        if ((int)attributes != -1 && (attributes & special) != 0)
            throw new IOException($"'{path}' is no regular file.");
        var opening = mode switch
        {
            StoreFileMode.Create => FileMode.CreateNew,
            StoreFileMode.WriteOrCreate => FileMode.OpenOrCreate,
            _ => FileMode.Open,
        };
        var access = mode == StoreFileMode.Read ? FileAccess.Read : FileAccess.ReadWrite;
        return new WindowsStoreFile(new FileStream(path, opening, access, FileShare.ReadWrite | FileShare.Delete, 1));
    }

    public int Read(long offset, byte[] buffer, int start, int count)
    {
        _file.Position = offset;
        int total = 0;
        for (int read; total < count && (read = _file.Read(buffer, start + total, count - total)) > 0;)
            total += read;
        return total;
    }

    public void Write(long offset, byte[] buffer, int start, int count)
    {
        _file.Position = offset;
        _file.Write(buffer, start, count);
        _file.Flush();
    }

    public void SetLength(long length) => _file.SetLength(length);

    /// <summary>Flushes through the handle: another thread may write through the stream meanwhile.</summary>
    public void Flush()
    {
        if (!Kernel32.FlushFileBuffers(_handle))
            throw DiskFailure.Last("Cannot flush", _file.Name);
    }

    // Others can rename and remove the file while it is open here, and put another one in its place.
    public bool IsAt(string path) =>
        WindowsFileIdentity.At(path) is { } there && WindowsFileIdentity.Of(_handle) is { } ours ? there == ours : File.Exists(path);

    public bool TryLock()
    {
        const int lockViolation = 33;
        try
        {
            _file.Lock(LockedByte, 1);
            return true;
        }
        catch (IOException failure) when ((failure.HResult & 0xFFFF) == lockViolation)
        {
            return false;
        }
    }

    public void Unlock() => _file.Unlock(LockedByte, 1);

    public void Dispose() => _file.Dispose();
}
