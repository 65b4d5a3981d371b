using System;
using System.IO;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage;

/// <summary>A handle that can only append, which netstandard2.0 does not offer.</summary>
internal sealed class WindowsAppender : Appender
{
    private readonly string _path;
    private readonly SafeFileHandle _file;

    internal WindowsAppender(string path)
    {
        _path = path;
        _file = Kernel32.OpenPrivate(path, Kernel32.AppendData | Kernel32.Synchronize, Kernel32.ShareAll, Kernel32.OpenAlways);
        if (_file.IsInvalid)
            throw Failure("Cannot open", path, Marshal.GetLastWin32Error());
    }

    internal override unsafe void Write(byte[] buffer, int count)
    {
        fixed (byte* start = buffer)
        {
            if (!Kernel32.WriteFile(_file, start, count, out int written, IntPtr.Zero) || written != count)
                throw Failure("Cannot write to", _path, Marshal.GetLastWin32Error());
        }
    }

    internal override bool IsRegular => true;

    internal override long Length => Try(FileAccess.Read, static file => file.Length);

    internal override int Read(long from, byte[] buffer) => (int)Try(FileAccess.Read, file =>
    {
        file.Seek(from, SeekOrigin.Begin);
        int count = 0;
        for (int read; count < buffer.Length && (read = file.Read(buffer, count, buffer.Length - count)) > 0;)
            count += read;
        return count;
    });

    internal override bool TryCut(long length) => Try(FileAccess.Write, file =>
    {
        file.SetLength(length);
        return 1;
    }) == 1;

    internal override void Flush()
    {
        if (!Kernel32.FlushFileBuffers(_file))
            throw Failure("Cannot flush", _path, Marshal.GetLastWin32Error());
    }

    public override void Dispose() => _file.Dispose();

    // The appending handle can do nothing else.
    private long Try(FileAccess access, Func<FileStream, long> use)
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, 1);
            return use(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
