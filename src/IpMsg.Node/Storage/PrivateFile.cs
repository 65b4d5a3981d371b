using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage;

/// <summary>
/// Files and folders for their owner's eyes. On Unix that is their mode, with which they are made, so that nobody can open them before it is
/// set; on Windows the user's own folder passes its protection on. A file system without modes protects by how it is mounted.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Makes a new file, to be written.</summary>
    /// <exception cref="IOException">It exists already, or cannot be made.</exception>
    internal static NewFile Create(string path) => NewFile.Create(path, path, LibC.UserOnlyFile);

    /// <summary>Makes the folder unless it is there; one that is keeps the mode that its owner gave it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        string? parent = Path.GetDirectoryName(path);
        if (Platform.IsWindows || parent is null)
        {
            Directory.CreateDirectory(path);
            return;
        }
        Directory.CreateDirectory(parent);
        if (LibC.mkdir(path, LibC.UserOnlyFolder) == 0)
            return;
        var failure = DiskFailure.Last("Cannot make the folder", path);
        if (!Directory.Exists(path))
            throw failure;
    }

    /// <summary>
    /// Puts the names in a folder on the disk: a file whose name is not there is lost with all that was flushed into it. Not every system
    /// and file system can; then it need not.
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
