using System;
using System.Collections.Generic;
using System.IO;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>
/// The disk as a store uses it. Tests replace it with a slow, full or failing disk, and with one that loses unflushed data. Every member
/// throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the disk fails.
/// </summary>
internal interface IStoreFiles
{
    /// <summary>Creates a folder for its user only, or makes an existing one private. One of another user is an error.</summary>
    void CreateFolder(string path);

    /// <summary>The names of a folder's entries; empty when the folder does not exist.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>True when the path exists.</summary>
    bool Exists(string path);

    /// <summary>Opens a regular file. A link, folder or pipe is an error; the call never waits for a pipe.</summary>
    /// <param name="path">The path.</param>
    /// <param name="mode">Whether to write and create.</param>
    IStoreFile Open(string path, StoreFileMode mode);

    /// <summary>Replaces a file atomically.</summary>
    void Replace(string from, string to);

    /// <summary>Removes a file, if it exists.</summary>
    void Delete(string path);

    /// <summary>Returns when the names in a folder are on the disk.</summary>
    void FlushFolder(string path);
}

/// <summary>How to open a file of a store.</summary>
internal enum StoreFileMode
{
    /// <summary>Reads an existing file.</summary>
    Read,
    /// <summary>Reads and writes an existing file.</summary>
    Write,
    /// <summary>Reads and writes a file, and creates it for its user only when it does not exist.</summary>
    WriteOrCreate,
    /// <summary>Reads and writes a new file; it must not exist.</summary>
    Create,
}

/// <summary>An open file of a store. Reads and writes have an explicit offset, so there is no shared position.</summary>
internal interface IStoreFile : IDisposable
{
    /// <summary>The length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads up to <paramref name="count"/>bytes; returns the number of bytes read.</summary>
    int Read(long offset, byte[] buffer, int start, int count);

    /// <summary>Writes all bytes. When it throws, part of them may be in the file.</summary>
    void Write(long offset, byte[] buffer, int start, int count);

    /// <summary>Sets the length.</summary>
    void SetLength(long length);

    /// <summary>Returns when everything is on the disk.</summary>
    void Flush();

    /// <summary>True while this file is the one at the path.</summary>
    bool IsAt(string path);

    /// <summary>Locks the file; false when another handle has the lock. The lock ends with the handle and with the process.</summary>
    bool TryLock();

    /// <summary>Releases the lock.</summary>
    void Unlock();
}
