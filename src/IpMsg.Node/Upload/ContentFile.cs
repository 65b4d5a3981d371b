using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Upload;

/// <summary>
/// A file opened for sending. Other programs can write, move or delete it. Unbuffered: reads go straight into the send buffer.
/// </summary>
internal abstract class ContentFile : IDisposable
{
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal static ContentFile Open(string path) => Platform.IsWindows ? new WindowsContentFile(path) : new UnixContentFile(path);

    /// <summary>Reads the next bytes. Returns fewer than requested only near the end, and 0 at the end.</summary>
    internal abstract int Read(ArraySegment<byte> buffer);

    /// <summary>Continues at this offset.</summary>
    internal abstract void Seek(long offset);

    public abstract void Dispose();
}
