using System;
using System.IO;

namespace IpMsg.Node;

/// <summary>
/// Small files that are either there whole or not at all, whatever happens to the process or the machine: written under another name,
/// flushed to the disk, and only then renamed.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes the file for its user only, in place of one that is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    internal static void Replace(string path, byte[] content)
    {
        string fresh = Prepare(path, content);
        try
        {
            if (File.Exists(path))
                File.Replace(fresh, path, null);
            else
                File.Move(fresh, path);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }

    /// <summary>Writes the file unless there is one; false when somebody else was first.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    internal static bool TryCreate(string path, byte[] content)
    {
        string fresh = Prepare(path, content);
        try
        {
            File.Move(fresh, path);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(fresh);
            return false;
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }

    private static string Prepare(string path, byte[] content)
    {
        string fresh = path + "." + Guid.NewGuid().ToString("N") + ".new";
        using var file = PrivateFile.Create(fresh);
        try
        {
            file.Write(content, 0, content.Length);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            file.Dispose();
            File.Delete(fresh);
            throw;
        }
        return fresh;
    }
}
