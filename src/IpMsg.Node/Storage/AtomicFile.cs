using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage;

/// <summary>
/// Small files that are either there whole or not at all, whatever happens to the process or the machine: written under another name,
/// flushed to the disk, and only then renamed.
/// </summary>
internal static class AtomicFile
{
    private const string Draft = ".new";

    // Ten times what is ever written: what is longer is damaged, and need not fill the memory.
    private const int MaxBytes = 1 << 22;

    private static readonly TimeSpan s_maxWriteTime = TimeSpan.FromDays(1);

    /// <summary>Writes the file for its user only, in place of one that is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    internal static void Replace(string path, byte[] content) => Write(path, content, fresh =>
    {
        if (!Platform.IsWindows)
        {
            if (LibC.rename(fresh, path) != 0)
                throw DiskFailure.Last("Cannot write", path);
        }
        else if (File.Exists(path))
        {
            File.Replace(fresh, path, null);
        }
        // Another process may have made it since.
        else if (!Kernel32.MoveFileExW(fresh, path, Kernel32.ReplaceExisting))
        {
            throw DiskFailure.Last("Cannot write", path);
        }
    });

    /// <summary>Writes the file unless there is one; false when somebody else was first.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    internal static bool TryCreate(string path, byte[] content)
    {
        bool isOurs = false;
        Write(path, content, fresh => isOurs = ExclusiveMove.TryMove(fresh, path));
        return isOurs;
    }

    /// <summary>The contents, whatever others do with the file meanwhile.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    internal static byte[] Read(string path)
    {
        // The framework's own way would keep others from replacing the file, on Windows.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[Math.Min(file.Length, MaxBytes)];
        int length = 0;
        for (int read; length < bytes.Length && (read = file.Read(bytes, length, bytes.Length - length)) > 0;)
            length += read;
        Array.Resize(ref bytes, length);
        return bytes;
    }

    /// <summary>Removes what processes left in a folder that were killed while they wrote.</summary>
    internal static void RemoveDrafts(string folder)
    {
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*" + Draft))
            {
                if (IsDraft(Path.GetFileNameWithoutExtension(path)) && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > s_maxWriteTime)
                    File.Delete(path);
            }
        }
        // It costs some room on the disk and nothing else.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static bool IsDraft(string name) =>
        name.LastIndexOf('.') is >= 0 and var dot && Guid.TryParseExact(name.Substring(dot + 1), "N", out _);

    private static void Write(string path, byte[] content, Action<string> put)
    {
        string fresh = path + "." + Guid.NewGuid().ToString("N") + Draft;
        var file = PrivateFile.Create(fresh);
        try
        {
            using (file)
            {
                file.Write(content, 0, content.Length);
                file.Flush();
            }
            put(fresh);
        }
        finally
        {
            // Nothing to delete once it has been moved.
            File.Delete(fresh);
        }
        PrivateFile.FlushFolder(Path.GetDirectoryName(path)!);
    }
}
