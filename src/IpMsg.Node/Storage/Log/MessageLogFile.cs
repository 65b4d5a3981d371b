using System;
using System.IO;

namespace IpMsg.Node.Storage.Log;

/// <summary>
/// Puts finished lines at the end of a log and does not return before they are on the disk. The file is opened anew each time, which
/// costs little beside the flush, so that a log that was moved away or deleted meanwhile is not written to for ever unseen.
/// </summary>
internal sealed class MessageLogFile : IDisposable
{
    private readonly PathMutex _alone;

    internal MessageLogFile(string path)
    {
        Path = path;
        _alone = new PathMutex(path);
    }

    internal string Path { get; }

    /// <summary>Opens the file and makes it if need be: whether it can be logged to is found out before the first message.</summary>
    internal static void Touch(string path) => Appender.Open(path).Dispose();

    internal void Append(MemoryStream lines)
    {
        using var file = Appender.Open(Path);
        // Alone, for half of what another process is just writing looks like the half line of one that was killed.
        _alone.Run(() =>
        {
            var whole = EndsWithLine() ? lines : BehindLineEnd(lines);
            file.Write(whole.GetBuffer(), (int)whole.Length);
        });
        file.Flush();
    }

    public void Dispose() => _alone.Dispose();

    /// <summary>False when a writer was killed in mid-line: its half line must not swallow the next one.</summary>
    private bool EndsWithLine()
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        if (!file.CanSeek || file.Length == 0)
            return true;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    private static MemoryStream BehindLineEnd(MemoryStream lines)
    {
        var all = new MemoryStream((int)lines.Length + 1);
        all.WriteByte((byte)'\n');
        lines.WriteTo(all);
        return all;
    }
}
