using System.Collections.Generic;
using System.IO;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Tests.Support;

/// <summary>The real disk, which refuses for a while to open segments for reading alone.</summary>
internal sealed class UnreadableSegments : IStoreFiles
{
    private readonly DiskFiles _disk = DiskFiles.Instance;

    internal bool Refuses { get; set; }

    public void CreateFolder(string path) => _disk.CreateFolder(path);

    public IReadOnlyList<string> List(string folder) => _disk.List(folder);

    public bool Exists(string path) => _disk.Exists(path);

    public IStoreFile Open(string path, StoreFileMode mode) => Refuses && mode == StoreFileMode.Read
        ? throw new IOException($"Too many open files: '{path}'")
        : _disk.Open(path, mode);

    public void Replace(string from, string to) => _disk.Replace(from, to);

    public void Delete(string path) => _disk.Delete(path);

    public void FlushFolder(string path) => _disk.FlushFolder(path);
}
