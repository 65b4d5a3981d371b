using System;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage;

/// <summary>
/// Writes small files atomically: under another name, flushed to the disk, and then renamed. After a crash the file is there completely or
/// not at all.
/// </summary>
internal static class AtomicFile
{
    private const string Draft = ".new";

    // Ten times the largest file. A longer one is damaged and should not fill the memory.
    private const int MaxBytes = 1 << 22;

    private static readonly TimeSpan s_maxWriteTime = TimeSpan.FromDays(1);

    /// <summary>Writes the file for its user only, and replaces an existing one.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal static void Replace(string path, byte[] content) =>
        Write(path, content, PrivateFile.Create, draft => Move(draft, path));

    /// <summary>
    /// Writes a file that others may read as well, such as one in a repository, and replaces an existing one, whose mode on Unix stays.
    /// </summary>
    /// <inheritdoc cref="Replace"/>
    internal static void ReplaceShared(string path, byte[] content) => Write(
        path,
        content,
        static draft => NewFile.Create(draft, draft, NewFile.UsualMode),
        draft =>
        {
            if (!Platform.IsWindows && SystemNative.GetStatus(path, followsLink: true, out var status) == 0)
                _ = LibC.chmod(draft, status.Mode & LibC.AnyMode);
            Move(draft, path);
        });

    /// <summary>Creates the file; false when it exists.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal static bool TryCreate(string path, byte[] content)
    {
        bool isOurs = false;
        Write(path, content, PrivateFile.Create, draft => isOurs = ExclusiveMove.TryMove(draft, path));
        return isOurs;
    }

    /// <summary>Reads the file, even while another process replaces it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How much of it is read at most.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal static byte[] Read(string path, int maxBytes = MaxBytes)
    {
        // File.ReadAllBytes would prevent others from replacing the file on Windows.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[Math.Min(file.Length, maxBytes)];
        int length = 0;
        for (int read; length < bytes.Length && (read = file.Read(bytes, length, bytes.Length - length)) > 0;)
            length += read;
        Array.Resize(ref bytes, length);
        return bytes;
    }

    /// <summary>Removes drafts that killed processes left in a folder.</summary>
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
        // A remaining draft only takes disk space.
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static bool IsDraft(string name) =>
        name.LastIndexOf('.') is >= 0 and var dot && Guid.TryParseExact(name.Substring(dot + 1), "N", out _);

    private static void Move(string draft, string path)
    {
        if (!(Platform.IsWindows ? WindowsMove.TryReplace(draft, path) : LibC.rename(draft, path) == 0))
            throw DiskFailure.Last("Cannot write", path);
    }

    private static void Write(string path, byte[] content, Func<string, NewFile> create, Action<string> put)
    {
        string draft = path + "." + Guid.NewGuid().ToString("N") + Draft;
        var file = create(draft);
        try
        {
            using (file)
            {
                file.Write(content, 0, content.Length);
                file.Flush();
            }
            put(draft);
        }
        finally
        {
            // After the move there is nothing to delete.
            File.Delete(draft);
        }
        PrivateFile.FlushFolder(Path.GetDirectoryName(path)!);
    }
}
