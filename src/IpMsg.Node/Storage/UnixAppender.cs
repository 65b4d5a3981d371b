using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>O_APPEND, which this target does not offer.</summary>
internal sealed class UnixAppender : Appender
{
    private readonly string _path;
    private readonly int _file;

    internal UnixAppender(string path)
    {
        _path = path;
        _file = LibC.OpenForAppend(path);
        if (_file < 0 && LibC.LastError == LibC.NoSuchFile)
        {
            Create(path);
            _file = LibC.OpenForAppend(path);
        }
        if (_file < 0)
            throw Failure("Cannot open", path, LibC.LastError);
    }

    internal override unsafe void Write(byte[] buffer, int count)
    {
        fixed (byte* start = buffer)
        {
            // One call takes everything unless the disk is full or a signal comes.
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
        // A device or a pipe has nothing to flush and says so.
        if (LibC.FlushToDisk(_file) != 0 && LibC.LastError != LibC.InvalidArgument)
            throw Failure("Cannot flush", _path, LibC.LastError);
    }

    public override void Dispose() => LibC.close(_file);

    private static void Create(string path)
    {
        try
        {
            PrivateFile.Create(path).Dispose();
            PrivateFile.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was quicker; its file is as good.
        }
    }
}
