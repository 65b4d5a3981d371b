using System;
using System.Globalization;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage.Log;

/// <summary>
/// The file of a log, or one file for each local day in its folder. Appends complete lines and returns when they are on the disk. Opens the
/// file for each write, which costs little beside the flush. A moved or deleted log is therefore noticed.
/// </summary>
internal sealed class MessageLogFile : IDisposable
{
    // Ten times the longest line. A longer rest without a line end is from another program.
    private const int MaxTail = 1 << 22;
    private const int ProbeLength = 1 << 16;

    private readonly string _path;
    private readonly bool _isFolder;
    private string _current, _othersPath;
    private PathMutex _others;

    /// <param name="path">A file, or a folder that exists or ends with a separator.</param>
    /// <exception cref="IOException">The log cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal MessageLogFile(string path)
    {
        char last = path.Length == 0 ? throw new ArgumentException("A log needs a path.", nameof(path)) : path[path.Length - 1];
        _isFolder = last == Path.DirectorySeparatorChar || last == Path.AltDirectorySeparatorChar || Directory.Exists(path);
        _path = SystemPath.Of(Path.GetFullPath(path), SystemPath.OwnNames);
        _current = PathFor(DateTimeOffset.Now);
        Open().Dispose();
        _others = OthersAt(_current);
        _othersPath = _current;
    }

    /// <summary>The log file for a message of that time.</summary>
    internal string PathFor(DateTimeOffset receivedAt) =>
        _isFolder ? Path.Combine(_path, "ipmsg-" + DayOf(receivedAt) + ".jsonl") : _path;

    private static string DayOf(DateTimeOffset time) => time.LocalDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Appends lines. When that fails, none of them is in the file.</summary>
    /// <exception cref="IOException">The lines could not be written.</exception>
    internal void Append(string path, MessageLogLines lines)
    {
        _current = path;
        using var file = Open();
        if (path != _othersPath)
        {
            _others.Dispose();
            _others = OthersAt(path);
            _othersPath = path;
        }
        long before = 0, after = 0;
        // Only under the lock, because a line that another process is writing looks like the incomplete line of a killed one.
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
            // Unless another process has appended lines.
            _others.Run(isAlone => _ = isAlone && file.Length == after && file.TryCut(before));
            throw;
        }
    }

    /// <summary>Checks whether lines can be written, without writing any.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
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
        // Where no other file can be created, only the next message can tell.
        catch (Exception exception) when (!File.Exists(probe) && !(exception is IOException failure && DiskFailure.IsFull(failure)))
        {
        }
        finally
        {
            File.Delete(probe);
        }
    }

    public void Dispose() => _others.Dispose();

    // The real path, because processes can name one file by different paths: a link, another drive letter, \\?\.
    private static PathMutex OthersAt(string path) => new(RealPath.Of(path) ?? path);

    /// <summary>
    /// Creates a missing folder for daily files. The folder of a single file must exist: a misspelt path should not create folders.
    /// </summary>
    private Appender Open()
    {
        if (_isFolder)
            PrivateFile.CreateFolder(_path);
        return Appender.Open(_current);
    }

    /// <summary>
    /// Handles an incomplete last line, which would corrupt the next one: truncates our own, and completes another program's with a line
    /// end.
    /// </summary>
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
