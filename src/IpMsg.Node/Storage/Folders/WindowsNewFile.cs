using System.IO;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.Folders;

/// <summary>A new file on Windows.</summary>
internal sealed class WindowsNewFile : NewFile
{
    private readonly FileStream _file;

    /// <summary>Creates a file through the framework; the folder passes its protection on.</summary>
    internal WindowsNewFile(string path)
        : this(path, new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1))
    {
    }

    private WindowsNewFile(string path, FileStream file) : base(path) => _file = file;

    /// <summary>Creates a file for its user only.</summary>
    /// <exception cref="IOException">The name exists, or the file cannot be created.</exception>
    internal static WindowsNewFile CreatePrivate(string path)
    {
        var handle = Kernel32.OpenPrivate(path, Kernel32.GenericWrite, Kernel32.ShareRead, Kernel32.CreateNew);
        return handle.IsInvalid
            ? throw DiskFailure.Last("Cannot create", path)
            : new WindowsNewFile(path, new FileStream(handle, FileAccess.Write, 1));
    }

    internal override SafeFileHandle Handle => _file.SafeFileHandle;

    internal override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    internal override void Flush() => _file.Flush(flushToDisk: true);

    public override void Dispose() => _file.Dispose();
}
