using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;

namespace IpMsg.Benchmarks.Transfers;

/// <summary>Creates and compares files and folders.</summary>
internal static class Contents
{
    /// <summary>Creates a sparse file with some random bytes.</summary>
    internal static void MakeSparse(string path, long length)
    {
        using var file = File.Create(path);
        file.SetLength(length);
        for (long at = 0; at < length; at += 500_000_001)
        {
            file.Position = at;
            file.Write(RandomNumberGenerator.GetBytes(4_096));
        }
        file.SetLength(length);
    }

    /// <summary>Creates a file of random bytes.</summary>
    internal static void MakeRandom(string path, int length)
    {
        using var file = File.Create(path);
        for (int at = 0; at < length; at += 1_000_000)
            file.Write(RandomNumberGenerator.GetBytes(1_000_000));
    }

    internal static bool AreEqual(string file, string other)
    {
        using FileStream one = File.OpenRead(file), two = File.OpenRead(other);
        return SHA256.HashData(one).AsSpan().SequenceEqual(SHA256.HashData(two));
    }

    /// <summary>Counts the files of a folder that exist in another one with the same contents.</summary>
    internal static int CountEqual(string folder, string other) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count(file =>
        Path.Combine(other, Path.GetRelativePath(folder, file)) is var same && File.Exists(same)
        && File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(same)));
}
