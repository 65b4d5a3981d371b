using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage;

/// <summary>
/// Creates private files and folders: with a private mode on Unix and a private access control list on Windows, so nobody can open them
/// before. A file system without modes relies on its mount options.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Creates a file for writing.</summary>
    /// <exception cref="IOException">The file exists or cannot be created.</exception>
    internal static NewFile Create(string path) =>
        Platform.IsWindows ? WindowsNewFile.CreatePrivate(path) : NewFile.Create(path, path, LibC.UserOnlyFile);

    /// <summary>Creates the folder and those above it that are missing. An existing folder keeps its mode or list.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    internal static void CreateFolder(string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
            return;
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            Directory.CreateDirectory(path);
            return;
        }
        CreateFolder(parent);
        if (Platform.IsWindows ? Kernel32.CreatePrivateFolder(path) : LibC.mkdir(path, LibC.UserOnlyFolder) == 0)
            return;
        var failure = DiskFailure.Last("Cannot make the folder", path);
        if (!Directory.Exists(path))
            throw failure;
    }

    /// <summary>
    /// Flushes the names in a folder: a file whose name is not on the disk is lost with its content. Does nothing where the system or file
    /// system cannot do it.
    /// </summary>
    internal static void FlushFolder(string path)
    {
        if (Platform.IsWindows)
            return;
        int folder = LibC.OpenForReading(path);
        if (folder < 0)
            return;
        LibC.FlushToDisk(folder);
        _ = LibC.close(folder);
    }
}
