using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Upload;

/// <summary>Opens files through the framework: on Windows its share mode lets other programs in.</summary>
internal sealed class WindowsContentFile : ContentFile
{
    private readonly FileStream _file;

    internal WindowsContentFile(string path) =>
        _file = new FileStream(
        SystemPath.Of(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);

    internal override int Read(ArraySegment<byte> buffer) => _file.Read(buffer.Array, buffer.Offset, buffer.Count);

    internal override void Seek(long offset) => _file.Seek(offset, SeekOrigin.Begin);

    public override void Dispose() => _file.Dispose();
}
