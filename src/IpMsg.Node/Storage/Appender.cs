using System;
using System.ComponentModel;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>
/// A file opened for nothing but appending. The system puts each write at the end as it is then, so that several processes can log
/// into one file, and others read it meanwhile. The framework's own append mode remembers where the end was.
/// </summary>
internal abstract class Appender : IDisposable
{
    /// <summary>Opens the file, or makes it for its user only.</summary>
    internal static Appender Open(string path) => Platform.IsWindows ? new WindowsAppender(path) : new UnixAppender(path);

    /// <summary>Adds the bytes in one piece.</summary>
    internal abstract void Write(byte[] buffer, int count);

    /// <summary>True for a file on a disk; false for a device, which is not read and not cut.</summary>
    internal abstract bool IsRegular { get; }

    /// <summary>The length in bytes; zero for a device.</summary>
    internal abstract long Length { get; }

    /// <summary>Reads from a place on, as much as there is or fits; returns how much. Zero when the file may be written and not read.</summary>
    internal abstract int Read(long from, byte[] buffer);

    /// <summary>Cuts the file; false when that is not possible.</summary>
    internal abstract bool TryCut(long length);

    /// <summary>Returns once everything written is on the disk.</summary>
    internal abstract void Flush();

    public abstract void Dispose();

    protected static IOException Failure(string what, string path, int error) =>
        new(what + " '" + path + "': " + new Win32Exception(error).Message, error);
}
