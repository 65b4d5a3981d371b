using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Upload;

/// <summary>
/// A file opened to be sent, without keeping others from writing, moving or deleting it, and without a buffer of its own: the bytes go
/// straight to where they are sent from.
/// </summary>
internal abstract class ContentFile : IDisposable
{
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be opened.</exception>
    internal static ContentFile Open(string path) => Platform.IsWindows ? new WindowsContentFile(path) : new UnixContentFile(path);

    /// <summary>Reads what follows. Fewer bytes than there is room for only near the end, 0 at it.</summary>
    internal abstract int Read(ArraySegment<byte> room);

    /// <summary>Goes on from there.</summary>
    internal abstract void Seek(long offset);

    public abstract void Dispose();
}
