using System;
using System.Globalization;
using System.IO;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage.Log;

/// <summary>
/// The file or the files of a log: the one that was named, or one for each local day in the folder that was. Puts finished lines at the end
/// and does not return before they are on the disk. The file is opened anew each time, which costs little beside the flush, so that a log
/// that was moved away or deleted meanwhile is not written to for ever unseen.
/// </summary>
internal sealed class MessageLogFile : IDisposable
{
    // Ten times the longest line. A longer tail without a line end is another program's.
    private const int MaxTail = 1 << 22;
    private const int ProbeLength = 1 << 16;

    private readonly string _path;
    private readonly bool _isFolder;
    private string _current;
    private PathMutex _others;

    /// <param name="path">A file; or a folder, which exists or ends with a separator.</param>
    /// <exception cref="IOException">The log cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The log must not be opened.</exception>
    internal MessageLogFile(string path)
    {
        char last = path.Length == 0 ? throw new ArgumentException("A log needs a path.", nameof(path)) : path[path.Length - 1];
        _isFolder = last == Path.DirectorySeparatorChar || last == Path.AltDirectorySeparatorChar || Directory.Exists(path);
        _path = Path.GetFullPath(path);
        _current = PathFor(DateTimeOffset.Now);
        _others = new PathMutex(_current);
        Open().Dispose();
    }

    /// <summary>The file in which a message of that time is logged.</summary>
    internal string PathFor(DateTimeOffset receivedAt) =>
        !_isFolder ? _path : Path.Combine(_path, "ipmsg-" + receivedAt.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".jsonl");

    /// <summary>Appends lines to a file. Nothing of them is in it when they could not be written.</summary>
    /// <exception cref="IOException">They could not be written.</exception>
    internal void Append(string path, MessageLogLines lines)
    {
        if (path != _current)
        {
            _others.Dispose();
            _current = path;
            _others = new PathMutex(path);
        }
        using var file = Open();
        long before = 0, after = 0;
        // Alone, for half of what another process is just writing looks like the half line of one that was killed.
        _others.Run(isAlone =>
        {
            Mend(file, isAlone);
            before = file.Length;
            try
            {
                file.Write(lines.Buffer, lines.Length);
            }
            catch (IOException) when (isAlone)
            {
                file.TryCut(before);
                throw;
            }
            after = file.Length;
        });
        try
        {
            file.Flush();
        }
        catch (IOException)
        {
            // Unless another process has written behind them.
            _others.Run(isAlone => _ = isAlone && file.Length == after && file.TryCut(before));
            throw;
        }
    }

    /// <summary>Finds out whether lines can be written, without writing any.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">They must not.</exception>
    internal void Probe()
    {
        using (var file = Open())
        {
            if (!file.IsRegular)
                return;
        }
        string probe = _current + "." + Guid.NewGuid().ToString("N") + ".probe";
        try
        {
            using var file = PrivateFile.Create(probe);
            file.Write(new byte[ProbeLength], 0, ProbeLength);
            file.Flush();
        }
        // Where no other file may be made, the next message is the proof.
        catch (Exception exception) when (!File.Exists(probe) && !(exception is IOException failure && DiskFailure.IsFull(failure)))
        {
        }
        finally
        {
            File.Delete(probe);
        }
    }

    public void Dispose() => _others.Dispose();

    /// <summary>The folder is made if need be. That of a single file must be there: a misspelt path shall not grow folders.</summary>
    private Appender Open()
    {
        if (_isFolder)
            PrivateFile.CreateFolder(_path);
        return Appender.Open(_current);
    }

    /// <summary>A half line must neither swallow the next one nor end a reader: it is cut off, or gets a line end when it is not ours.</summary>
    private static void Mend(Appender file, bool isAlone)
    {
        long length = file.Length;
        if (length == 0)
            return;
        byte[] tail = new byte[1];
        if (file.Read(length - 1, tail) == 0 || tail[0] == '\n')
            return;
        tail = new byte[Math.Min(length, MaxTail)];
        int read = file.Read(length - tail.Length, tail);
        int start = Array.LastIndexOf(tail, (byte)'\n', Math.Max(0, read - 1)) + 1;
        bool isComplete = start > 0 || tail.Length == length;
        if (isAlone && isComplete && MessageLogTail.IsTorn(tail.AsSpan(start, read - start)) && file.TryCut(length - read + start))
            return;
        file.Write([(byte)'\n'], 1);
    }
}
