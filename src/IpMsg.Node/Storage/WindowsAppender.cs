using System;
using System.Runtime.InteropServices;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage;

/// <summary>A handle with the right to append and none to write elsewhere, which this target does not offer.</summary>
internal sealed class WindowsAppender : Appender
{
    private readonly string _path;
    private readonly SafeFileHandle _file;

    internal WindowsAppender(string path)
    {
        _path = path;
        _file = Kernel32.CreateFileW(
            path, Kernel32.AppendData | Kernel32.Synchronize, Kernel32.ShareAll, IntPtr.Zero, Kernel32.OpenAlways, Kernel32.NormalFile, IntPtr.Zero);
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

    internal override void Flush()
    {
        if (!Kernel32.FlushFileBuffers(_file))
            throw Failure("Cannot flush", _path, Marshal.GetLastWin32Error());
    }

    public override void Dispose() => _file.Dispose();
}
