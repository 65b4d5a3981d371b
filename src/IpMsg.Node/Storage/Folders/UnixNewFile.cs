using System;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.Folders;

/// <summary>
/// Creates files with system calls. The framework also examines, locks and unlocks the file: ten calls instead of four, which dominate the
/// time of a folder with thousands of small files.
/// </summary>
internal sealed class UnixNewFile : NewFile
{
    private readonly string _shown;

    internal UnixNewFile(string path, string displayPath, int mode)
        : base(path)
    {
        _shown = displayPath;
        Handle = SystemNative.CreateFile(path, mode);
        if (Handle.IsInvalid)
            throw DiskFailure.Last("Cannot make the file", displayPath);
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
