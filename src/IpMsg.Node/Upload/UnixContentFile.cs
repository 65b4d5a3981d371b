using System;
using System.ComponentModel;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Upload;

/// <summary>
/// Opens files with system calls. The framework locks files, which would block other .NET programs from writing them, and needs twice as
/// many calls, which matters for thousands of small files.
/// </summary>
internal sealed class UnixContentFile : ContentFile
{
    private const int PermissionDenied = 13, NotPermitted = 1; // EACCES, EPERM

    private readonly string _path;
    private IntPtr _file;

    internal UnixContentFile(string path)
    {
        _path = path;
        _file = SystemNative.OpenForReading(path);
        if (_file == SystemNative.NoFile)
            throw Failure();
    }

    // Closes the file when the task that owns it is abandoned.
    ~UnixContentFile() => Close();

    internal override unsafe int Read(ArraySegment<byte> buffer)
    {
        fixed (byte* start = buffer.Array)
        {
            int count;
            do
                count = SystemNative.SystemNative_Read(_file, start + buffer.Offset, buffer.Count);
            while (count < 0 && LibC.LastError == LibC.Interrupted);
            return count >= 0 ? count : throw Failure();
        }
    }

    internal override void Seek(long offset)
    {
        if (SystemNative.SystemNative_LSeek(_file, offset, 0) < 0)
            throw Failure();
    }

    public override void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private void Close()
    {
        if (_file != SystemNative.NoFile)
            _ = SystemNative.SystemNative_Close(_file);
        _file = SystemNative.NoFile;
    }

    private Exception Failure()
    {
        int error = LibC.LastError;
        string text = "Cannot read '" + _path + "': " + new Win32Exception(error).Message;
        return error switch
        {
            LibC.NoSuchFile => new FileNotFoundException(text, _path),
            PermissionDenied or NotPermitted => new UnauthorizedAccessException(text),
            _ => new IOException(text),
        };
    }
}
