using System;
using System.IO;
using System.Security.Cryptography;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>The key of the message digests, created once for each store. Without it, only the earlier digests lose their use.</summary>
internal static class DigestKeyFile
{
    internal const int Length = 16;

    private const string Name = "digest.key";

    /// <summary>Reads or creates the key. The caller has the store's lock.</summary>
    internal static byte[] Open(IStoreFiles files, string folder)
    {
        byte[] key = new byte[Length];
        using var file = files.Open(Path.Combine(folder, Name), StoreFileMode.WriteOrCreate);
        if (file.Length == Length && file.Read(0, key, 0, Length) == Length && Array.Exists(key, static each => each != 0))
            return key;
        using (var random = RandomNumberGenerator.Create())
            random.GetBytes(key);
        file.SetLength(0);
        file.Write(0, key, 0, Length);
        file.Flush();
        return key;
    }

    /// <summary>Writes the key of a running session into a folder that has lost it. The caller has the store's lock.</summary>
    internal static void Restore(IStoreFiles files, string folder, byte[] key)
    {
        string path = Path.Combine(folder, Name);
        if (files.Exists(path))
            return;
        using var file = files.Open(path, StoreFileMode.WriteOrCreate);
        file.Write(0, key, 0, Length);
        file.Flush();
    }
}
