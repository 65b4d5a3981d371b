using System;
using System.IO;
using System.Security.Cryptography;
using IpMsg.Node.Storage.History.Files;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>
/// The key with which messages are digested: made once for a store. A lost one makes earlier digests worthless and nothing else.
/// </summary>
internal static class DigestKeyFile
{
    internal const int Length = 16;

    private const string Name = "digest.key";

    /// <summary>Reads or makes the key. The caller has the store's lock.</summary>
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
}
