using System;
using System.IO;
using IpMsg.Node.Interop;
using Microsoft.Win32.SafeHandles;

namespace IpMsg.Node.Storage.Folders;

/// <summary>A file that is made and written once, from its beginning to its end, without a buffer of its own.</summary>
/// <param name="path">The way to it, for system calls.</param>
internal abstract class NewFile(string path) : IDisposable
{
    /// <summary>The mode with which a file is made when nobody says anything else; the system applies the user's mask.</summary>
    internal const int UsualMode = 0x1B6; // 0666

    /// <summary>The way to it, for system calls.</summary>
    internal string Path { get; } = path;

    /// <summary>The open file.</summary>
    internal abstract SafeFileHandle Handle { get; }

    /// <summary>Makes it.</summary>
    /// <param name="path">The way to it, for system calls.</param>
    /// <param name="shown">Its path, for people.</param>
    /// <param name="mode">Its mode on Unix, to which the system applies the user's mask.</param>
    /// <exception cref="IOException">Something has that name, or it cannot be made.</exception>
    internal static NewFile Create(string path, string shown, int mode) => Platform.IsWindows ? new WindowsNewFile(path) : new UnixNewFile(path, shown, mode);

    /// <summary>Writes what follows.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal abstract void Write(byte[] buffer, int offset, int count);

    /// <summary>Returns once everything written is on the disk.</summary>
    /// <exception cref="IOException">It cannot be put there.</exception>
    internal abstract void Flush();

    public abstract void Dispose();
}
