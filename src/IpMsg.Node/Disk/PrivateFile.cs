using System.IO;

namespace IpMsg.Node;

/// <summary>
/// Files and folders for their owner's eyes. On Unix that is their mode; on Windows the user's own folder passes its protection on.
/// A file system without modes protects by how it is mounted, so a mode that cannot be set is no error.
/// </summary>
internal static class PrivateFile
{
    /// <summary>Makes a new file, restricted while it is still empty.</summary>
    /// <exception cref="IOException">It exists already, or cannot be made.</exception>
    internal static FileStream Create(string path)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!Platform.IsWindows)
            LibC.chmod(path, LibC.UserOnlyFile);
        return file;
    }

    /// <summary>Makes the folder unless it is there; one that is keeps the mode that its owner gave it.</summary>
    internal static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        if (!Platform.IsWindows)
            LibC.chmod(path, LibC.UserOnlyFolder);
    }
}
