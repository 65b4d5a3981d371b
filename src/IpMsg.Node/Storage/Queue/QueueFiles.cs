using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.Queue;

/// <summary>The files of a queue: one for each message, which is written whole or not at all.</summary>
/// <param name="files">The disk.</param>
/// <param name="folder">The folder, which may be missing.</param>
internal sealed class QueueFiles(IStoreFiles files, string folder)
{
    private const string Prefix = "message-", Suffix = ".json", Draft = ".new";

    // A listener writes a message twice for an attempt, which takes longer than that.
    private const int MaxReplaced = 20;

    /// <summary>The ids of all messages, in the order in which they were queued. Files of other names are no messages.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    internal IReadOnlyList<long> Ids()
    {
        var ids = new List<long>();
        foreach (string name in files.List(folder))
        {
            if (IdOf(name) is { } id)
                ids.Add(id);
        }
        ids.Sort();
        return ids;
    }

    internal string PathOf(long id) =>
        Path.Combine(folder, Prefix + id.ToString("d10", CultureInfo.InvariantCulture) + Suffix);

    /// <summary>The content of a message; null when it was removed.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal byte[]? Read(long id)
    {
        using var file = OpenToRead(PathOf(id));
        if (file is null)
            return null;
        byte[] bytes = new byte[Math.Min(file.Length, QueueLimits.MaxEntryBytes + 1)];
        int length = 0;
        for (int read; length < bytes.Length && (read = file.Read(length, bytes, length, bytes.Length - length)) > 0;)
            length += read;
        Array.Resize(ref bytes, length);
        return IsOverwritten(bytes) ? null : bytes;
    }

    /// <summary>The length of the file of a message in bytes; 0 when it was removed.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal long LengthOf(long id)
    {
        using var file = OpenToRead(PathOf(id));
        return file?.Length ?? 0;
    }

    // Readers have no lock: a writer may replace the file between two looks at it. Windows refuses it for that moment, and wine has none of
    // that name, while the draft is still there.
    private IStoreFile? OpenToRead(string path)
    {
        for (int replaced = 1; ; replaced++)
        {
            try
            {
                return files.Open(path, StoreFileMode.Read);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                bool isGone = !files.Exists(path) && (replaced == MaxReplaced || !files.Exists(path + Draft) && !files.Exists(path));
                if (isGone)
                    return null;
                if (replaced == MaxReplaced)
                    throw;
                Thread.Sleep(1);
            }
        }
    }

    /// <summary>Writes a message. The caller has the lock of the queue. Returns when it is on the disk.</summary>
    /// <exception cref="IOException">The file cannot be written; the message is as it was before.</exception>
    internal void Write(long id, byte[] bytes)
    {
        string path = PathOf(id), draft = path + Draft;
        // A killed process may have left one.
        files.Delete(draft);
        try
        {
            using (var file = files.Open(draft, StoreFileMode.Create))
            {
                file.Write(0, bytes, 0, bytes.Length);
                file.Flush();
            }
            files.Replace(draft, path);
        }
        catch
        {
            TryDelete(draft);
            throw;
        }
        files.FlushFolder(folder);
    }

    /// <summary>
    /// Removes a message; false when it is not there. With <paramref name="overwrites"/> its bytes are overwritten first, as far as a
    /// program can do that.
    /// </summary>
    /// <exception cref="IOException">The file cannot be removed.</exception>
    internal bool Remove(long id, bool overwrites)
    {
        string path = PathOf(id);
        if (!files.Exists(path))
            return false;
        if (overwrites)
            TryOverwrite(path);
        files.Delete(path);
        files.FlushFolder(folder);
        return true;
    }

    /// <summary>Removes what killed writers have left. The caller has the lock of the queue, so nobody writes.</summary>
    internal void RemoveDrafts()
    {
        foreach (string name in files.List(folder))
        {
            if (name.EndsWith(Draft, StringComparison.Ordinal) && IdOf(name.Substring(0, name.Length - Draft.Length)) is not null
                || IdOf(name) is { } id && Read(id) is null)
                TryDelete(Path.Combine(folder, name));
        }
    }

    // Its removal was cut short. A file is flushed before it has its name, so no other one is like this.
    private static bool IsOverwritten(byte[] bytes) => bytes.Length > 0 && Array.TrueForAll(bytes, static each => each == 0);

    private static long? IdOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && name.Length > Prefix.Length + Suffix.Length
        && long.TryParse(name.Substring(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None,
            CultureInfo.InvariantCulture, out long id) && id > 0 ? id : null;

    // In place, because a new file would leave the old bytes where they are.
    private void TryOverwrite(string path)
    {
        try
        {
            using var file = files.Open(path, StoreFileMode.Write);
            byte[] zeros = new byte[file.Length];
            file.Write(0, zeros, 0, zeros.Length);
            file.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The file is removed all the same.
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It only takes disk space, and the next writer tries again.
        }
    }
}
