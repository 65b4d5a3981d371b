using System;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Folders;

/// <summary>Sets times by path, through the framework. Ignores a file system that refuses them.</summary>
internal static class PathTimes
{
    internal static void SetFile(string path, DateTimeOffset? created, DateTimeOffset? accessed, DateTimeOffset? modified)
    {
        // Linux has no creation time that can be set; the framework would set another time instead. On macOS it calls setattrlist(2),
        // which takes a path.
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
