using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>O_APPEND, which netstandard2.0 does not offer.</summary>
internal sealed class UnixAppender : Appender
{
    private const int SeekStart = 0, SeekEnd = 2;

    private readonly string _path;
    private readonly int _file;
    private readonly bool _isReadable;

    internal UnixAppender(string path)
    {
        _path = path;
        _file = Open(path, out _isReadable);
        if (_file < 0 && LibC.LastError == LibC.NoSuchFile)
        {
            Create(path);
            _file = Open(path, out _isReadable);
        }
        if (_file < 0 && LibC.LastError == LibC.NoReader)
            throw new IOException("Cannot write to '" + path + "': it is a pipe, which keeps nothing.");
        if (_file < 0)
            throw Failure("Cannot open", path, LibC.LastError);
        int type = SystemNative.TypeOf((IntPtr)_file);
        IsRegular = type == SystemNative.Regular;
        if (type is SystemNative.Pipe or SystemNative.Socket)
        {
            Dispose();
            throw new IOException("Cannot write to '" + path + "': it is a pipe, which keeps nothing.");
        }
    }

    internal override bool IsRegular { get; }

    internal override long Length => IsRegular ? Math.Max(0, SystemNative.SystemNative_LSeek((IntPtr)_file, 0, SeekEnd)) : 0;

    internal override unsafe int Read(long from, byte[] buffer)
    {
        if (!IsRegular || !_isReadable || SystemNative.SystemNative_LSeek((IntPtr)_file, from, SeekStart) < 0)
            return 0;
        int count = 0;
        fixed (byte* start = buffer)
        {
            while (count < buffer.Length)
            {
                int read = SystemNative.SystemNative_Read((IntPtr)_file, start + count, buffer.Length - count);
                if (read > 0)
                    count += read;
                else if (read == 0 || LibC.LastError != LibC.Interrupted)
                    break;
            }
        }
        return count;
    }

    internal override bool TryCut(long length) => IsRegular && SystemNative.TryCut((IntPtr)_file, length);

    internal override unsafe void Write(byte[] buffer, int count)
    {
        fixed (byte* start = buffer)
        {
            // One call writes everything, except on a full disk or after a signal.
            for (int at = 0; at < count;)
            {
                long written = (long)LibC.write(_file, start + at, (IntPtr)(count - at));
                if (written > 0)
                    at += (int)written;
                else if (written == 0 || LibC.LastError != LibC.Interrupted)
                    throw Failure("Cannot write to", _path, LibC.LastError);
            }
        }
    }

    internal override void Flush()
    {
        // Flushing a device or pipe is an invalid argument.
        if (LibC.FlushToDisk(_file) != 0 && LibC.LastError != LibC.InvalidArgument)
            throw Failure("Cannot flush", _path, LibC.LastError);
    }

    public override void Dispose() => _ = LibC.close(_file);

    // Reading finds the end of the last line; the file may be write-only.
    private static int Open(string path, out bool isReadable)
    {
        int file = LibC.OpenForAppend(path, alsoReads: true);
        isReadable = file >= 0;
        return file >= 0 || LibC.LastError != LibC.NoPermission ? file : LibC.OpenForAppend(path, alsoReads: false);
    }

    private static void Create(string path)
    {
        try
        {
            PrivateFile.Create(path).Dispose();
            PrivateFile.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process created it first; its file serves as well.
        }
    }
}
