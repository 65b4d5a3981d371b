using System.IO;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.Folders;

/// <summary>Creates files through the framework.</summary>
internal sealed class WindowsNewFile(string path) : NewFile(path)
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1);

    internal override SafeFileHandle Handle => _file.SafeFileHandle;

    internal override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    internal override void Flush() => _file.Flush(flushToDisk: true);

    public override void Dispose() => _file.Dispose();
}
