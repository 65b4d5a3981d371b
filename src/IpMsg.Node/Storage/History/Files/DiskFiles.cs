using System;
using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Folders;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>The real disk.</summary>
internal sealed class DiskFiles : IStoreFiles
{
    internal static readonly DiskFiles Instance = new();

    public void CreateFolder(string path)
    {
        PrivateFile.CreateFolder(path);
        StoreOwnership.TakeFolder(path);
    }

    public IReadOnlyList<string> List(string folder)
    {
        var names = new List<string>();
        if (!Directory.Exists(folder))
            return names;
        foreach (string path in Directory.EnumerateFileSystemEntries(folder))
            names.Add(Path.GetFileName(path));
        return names;
    }

    public bool Exists(string path) => Platform.IsWindows
        ? File.Exists(path) || Directory.Exists(path)
        : SystemNative.GetStatus(path, followsLink: false, out _) == 0;

    public IStoreFile Open(string path, StoreFileMode mode) =>
        Platform.IsWindows ? WindowsStoreFile.Open(path, mode) : UnixStoreFile.Open(path, mode);

    public void Replace(string from, string to)
    {
        if (!(Platform.IsWindows ? WindowsMove.TryReplace(from, to) : LibC.rename(from, to) == 0))
            throw DiskFailure.Last("Cannot replace", to);
    }

    public void Delete(string path) => File.Delete(path);

    public void FlushFolder(string path) => PrivateFile.FlushFolder(path);
}
