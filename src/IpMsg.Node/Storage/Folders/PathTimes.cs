using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Folders;

/// <summary>Times set by path, the framework's way. What a file system does not take is left as it is.</summary>
internal static class PathTimes
{
    internal static void SetFile(string path, DateTimeOffset? created, DateTimeOffset? accessed, DateTimeOffset? modified)
    {
        // Linux has no such time, and the framework would set another one instead.
        if (created is { } made && (Platform.IsWindows || Platform.IsMac))
            Try(() => File.SetCreationTimeUtc(path, made.UtcDateTime));
        if (accessed is { } read)
            Try(() => File.SetLastAccessTimeUtc(path, read.UtcDateTime));
        if (modified is { } changed)
            Try(() => File.SetLastWriteTimeUtc(path, changed.UtcDateTime));
    }

    internal static void SetFolder(string path, DateTimeOffset? created, DateTimeOffset? accessed, DateTimeOffset? modified)
    {
        if (created is { } made && (Platform.IsWindows || Platform.IsMac))
            Try(() => Directory.SetCreationTimeUtc(path, made.UtcDateTime));
        if (accessed is { } read)
            Try(() => Directory.SetLastAccessTimeUtc(path, read.UtcDateTime));
        if (modified is { } changed)
            Try(() => Directory.SetLastWriteTimeUtc(path, changed.UtcDateTime));
    }

    internal static void Try(Action set)
    {
        try
        {
            set();
        }
        // A wrong time is no reason to lose a file.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
        }
    }
}
