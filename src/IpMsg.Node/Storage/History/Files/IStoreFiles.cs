using System;
using System.Collections.Generic;
using System.IO;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>
/// The disk as a store needs it. Tests put a slow, full or failing disk in its place, and one that forgets what was not flushed.
/// Every member throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the disk does not do it.
/// </summary>
internal interface IStoreFiles
{
    /// <summary>Makes a folder for its user only, unless it is there.</summary>
    void CreateFolder(string path);

    /// <summary>The names of the entries of a folder; none when there is no folder.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>True when something has that path.</summary>
    bool Exists(string path);

    /// <summary>Opens a regular file. A link, a folder or a pipe in its place is an error, and never a wait.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="mode">Whether it may be written, and made.</param>
    IStoreFile Open(string path, StoreFileMode mode);

    /// <summary>Puts a finished file in place of another, in one step.</summary>
    void Replace(string from, string to);

    /// <summary>Removes a file; one that is gone already is no error.</summary>
    void Delete(string path);

    /// <summary>Returns once the names in a folder are on the disk.</summary>
    void FlushFolder(string path);
}

/// <summary>For what a file of a store is opened.</summary>
internal enum StoreFileMode
{
    /// <summary>To be read.</summary>
    Read,
    /// <summary>To be read and written; it must be there.</summary>
    Write,
    /// <summary>To be read and written; it is made for its user only when it is not there.</summary>
    WriteOrCreate,
    /// <summary>To be read and written; it must not be there.</summary>
    Create,
}

/// <summary>An open file of a store. Reads and writes say where, so that there is no shared position.</summary>
internal interface IStoreFile : IDisposable
{
    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads up to <paramref name="count"/> bytes; returns how many there were.</summary>
    int Read(long offset, byte[] buffer, int start, int count);

    /// <summary>Writes all bytes, or throws; then part of them may be in the file.</summary>
    void Write(long offset, byte[] buffer, int start, int count);

    /// <summary>Cuts the file off.</summary>
    void SetLength(long length);

    /// <summary>Returns once everything written is on the disk.</summary>
    void Flush();

    /// <summary>True while this very file stands under a path.</summary>
    bool IsAt(string path);

    /// <summary>Takes the file's lock, which ends with the handle and so with the process; false when another handle has it.</summary>
    bool TryLock();

    /// <summary>Gives the lock back.</summary>
    void Unlock();
}
