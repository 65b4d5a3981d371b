using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.Queue;

/// <summary>
/// The right to send the messages of one recipient: a locked file. The system releases it when the process ends in any way, so a killed
/// process blocks nobody.
/// </summary>
internal sealed class QueueLease : IDisposable
{
    private const string Prefix = "recipient-", Suffix = ".lock";

    private readonly IStoreFiles _files;
    private readonly string _path;
    private readonly IStoreFile _file;

    private QueueLease(IStoreFiles files, string path, IStoreFile file) => (_files, _path, _file) = (files, path, file);

    /// <summary>Takes the lease of a recipient; null when another listener of the user has it.</summary>
    /// <exception cref="IOException">The file cannot be used.</exception>
    internal static QueueLease? TryTake(IStoreFiles files, string folder, string key)
    {
        string path = Path.Combine(folder, Prefix + Digest(key) + Suffix);
        while (true)
        {
            var file = files.Open(path, StoreFileMode.WriteOrCreate);
            if (!file.TryLock())
            {
                file.Dispose();
                return null;
            }
            // The process that had it before may have removed the file meanwhile.
            if (file.IsAt(path))
                return new QueueLease(files, path, file);
            file.Dispose();
        }
    }

    /// <summary>Gives the lease up, and removes its file when nothing more is to be sent.</summary>
    internal void Release(bool isLast)
    {
        if (isLast)
        {
            try
            {
                // While it is locked: who has opened it and waits sees that it is not at its path any more.
                _files.Delete(_path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Windows keeps an open file. An empty one stays, and the next lease uses it.
            }
        }
        _file.Dispose();
    }

    public void Dispose() => _file.Dispose();

    // A name can have characters that a file name cannot.
    private static string Digest(string key)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(key)), 0, 8).Replace("-", "").ToLowerInvariant();
    }
}
