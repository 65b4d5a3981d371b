using System;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.Folders;

/// <summary>
/// As the system makes files. The framework would look at it, lock it, ask for its file system and unlock it again: ten calls for a small
/// file instead of four, and where thousands come they are what takes the time.
/// </summary>
internal sealed class UnixNewFile : NewFile
{
    private readonly string _shown;

    internal UnixNewFile(string path, string shown, int mode)
        : base(path)
    {
        _shown = shown;
        Handle = SystemNative.CreateFile(path, mode);
        if (Handle.IsInvalid)
            throw DiskFailure.Last("Cannot make the file", shown);
    }

    internal override SafeFileHandle Handle { get; }

    internal override unsafe void Write(byte[] buffer, int offset, int count)
    {
        fixed (byte* start = buffer)
        {
            for (int end = offset + count; offset < end;)
            {
                int written = SystemNative.SystemNative_Write(Handle.DangerousGetHandle(), start + offset, end - offset);
                if (written >= 0)
                    offset += written;
                else if (LibC.LastError != LibC.Interrupted)
                    throw DiskFailure.Last("Cannot write", _shown);
            }
        }
    }

    internal override void Flush()
    {
        if (LibC.FlushToDisk((int)Handle.DangerousGetHandle()) != 0 && LibC.LastError != LibC.InvalidArgument)
            throw DiskFailure.Last("Cannot flush", _shown);
    }

    public override void Dispose() => Handle.Dispose();
}
