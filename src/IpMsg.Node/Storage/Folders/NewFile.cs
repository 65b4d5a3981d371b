using System;
using System.IO;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.Folders;

/// <summary>A new file that is written once from start to end, without a buffer of its own.</summary>
/// <param name="path">The path for system calls.</param>
internal abstract class NewFile(string path) : IDisposable
{
    /// <summary>The default mode; the system applies the user's umask.</summary>
    internal const int UsualMode = 0x1B6; // 0666

    /// <summary>The path for system calls.</summary>
    internal string Path { get; } = path;

    /// <summary>The open file.</summary>
    internal abstract SafeFileHandle Handle { get; }

    /// <summary>Creates the file.</summary>
    /// <param name="path">The path for system calls.</param>
    /// <param name="displayPath">The path for messages.</param>
    /// <param name="mode">The mode on Unix, to which the system applies the user's umask.</param>
    /// <exception cref="IOException">The name exists, or the file cannot be created.</exception>
    internal static NewFile Create(string path, string displayPath, int mode) =>
        Platform.IsWindows ? new WindowsNewFile(path) : new UnixNewFile(path, displayPath, mode);

    /// <summary>Writes the next bytes.</summary>
    /// <exception cref="IOException">The write failed.</exception>
    internal abstract void Write(byte[] buffer, int offset, int count);

    /// <summary>Returns when everything is on the disk.</summary>
    /// <exception cref="IOException">The flush failed.</exception>
    internal abstract void Flush();

    public abstract void Dispose();
}
