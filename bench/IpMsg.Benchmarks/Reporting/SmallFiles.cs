using System;
using System.IO;

namespace IpMsg.Benchmarks.Reporting;

/// <summary>Folders of many small files with random contents, the same in every run.</summary>
internal static class SmallFiles
{
    internal static void Make(string folder, int count, int bytes, int perFolder = 500)
    {
        var random = new Random(1);
        byte[] contents = new byte[bytes];
        string sub = folder;
        for (int i = 0; i < count; i++)
        {
            if (i % perFolder == 0)
                sub = Directory.CreateDirectory(Path.Combine(folder, "part" + i / perFolder)).FullName;
            random.NextBytes(contents);
            File.WriteAllBytes(Path.Combine(sub, "file" + i + ".bin"), contents);
        }
    }
}
