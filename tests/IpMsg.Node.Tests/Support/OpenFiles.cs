using System;
using System.IO;
using System.Text;
using System.Threading;
using Xunit;

namespace IpMsg.Node.Tests.Support;

/// <summary>
/// What another program does with files that our code has open. On Windows, File.ReadAllText and its relatives need a file that nobody
/// writes.
/// </summary>
internal static class OpenFiles
{
    internal static byte[] ReadAllBytes(string path)
    {
        using var file = Open(path, FileMode.Open);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    internal static string ReadAllText(string path) => Encoding.UTF8.GetString(ReadAllBytes(path));

    /// <summary>Cuts the file and writes it again, in place.</summary>
    internal static void WriteAllBytes(string path, byte[] bytes)
    {
        using var file = Open(path, FileMode.Create);
        file.Write(bytes);
    }

    internal static void AppendAllText(string path, string text)
    {
        using var file = Open(path, FileMode.Open);
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Removes a file. Older Windows and wine keep the name of an open file until it is closed, so it gets another name.</summary>
    internal static void Delete(string path)
    {
        string name = Path.Combine(Path.GetTempPath(), "ipmsg-removed-" + Guid.NewGuid().ToString("N"));
        File.Move(path, name);
        File.Delete(name);
    }

    /// <summary>Removes a folder and everything in it.</summary>
    internal static void DeleteFolder(string path)
    {
        foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            Delete(file);
        Directory.Delete(path, recursive: true);
        // Windows keeps the name while another thread lists the folder.
        SpinWait.SpinUntil(() => !Directory.Exists(path), TimeSpan.FromSeconds(1));
    }

    /// <summary>
    /// Writes a file where a folder was removed. Windows refuses the name while another thread still lists the folder, and our code may
    /// have made the folder again.
    /// </summary>
    internal static void WriteInPlaceOfFolder(string path, string text)
    {
        bool isWritten = SpinWait.SpinUntil(() =>
        {
            try
            {
                File.WriteAllText(path, text);
                return true;
            }
            catch (UnauthorizedAccessException)
            {
                if (Directory.Exists(path))
                    DeleteFolder(path);
                return false;
            }
        }, TimeSpan.FromSeconds(30));
        Assert.True(isWritten, "the name is not free");
    }

    /// <summary>Moves a file to the place of another one. Windows replaces no open file, but lets it be removed.</summary>
    internal static void Replace(string from, string to)
    {
        if (OperatingSystem.IsWindows())
            Delete(to);
        File.Move(from, to, overwrite: true);
    }

    private static FileStream Open(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
