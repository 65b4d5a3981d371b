using System;
using System.ComponentModel;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>
/// A file opened only for appending. The system puts each write at the current end, so that several processes can log into one file. Others
/// can read it meanwhile. The framework's append mode would remember the end at the time of opening.
/// </summary>
internal abstract class Appender : IDisposable
{
    /// <summary>Opens the file, or creates it for its user only.</summary>
    internal static Appender Open(string path) => Platform.IsWindows ? new WindowsAppender(path) : new UnixAppender(path);

    /// <summary>Appends the bytes in one piece.</summary>
    internal abstract void Write(byte[] buffer, int count);

    /// <summary>True for a file on disk; false for a device, which cannot be read or truncated.</summary>
    internal abstract bool IsRegular { get; }

    /// <summary>The length in bytes; zero for a device.</summary>
    internal abstract long Length { get; }

    /// <summary>
    /// Reads from an offset, as much as there is or fits; returns the number of bytes. Returns zero when the file is write-only.
    /// </summary>
    internal abstract int Read(long from, byte[] buffer);

    /// <summary>Truncates the file; false when that fails.</summary>
    internal abstract bool TryCut(long length);

    /// <summary>Returns when everything is on the disk.</summary>
    internal abstract void Flush();

    public abstract void Dispose();

    protected static IOException Failure(string action, string path, int error) =>
        new(action + " '" + path + "': " + new Win32Exception(error).Message, error);
}
