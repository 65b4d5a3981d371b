using System;
using System.Diagnostics;
using System.Security.Cryptography;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Benchmarks.Encryption;

/// <summary>Compares the transfer cipher with .NET's AES in ECB mode, in the chunk size of file reads.</summary>
internal static class StreamCipher
{
    private const int Chunk = 65_536;
    private const int Chunks = 2_000;
    private const int Rounds = 15;
    private const double MinRatio = 0.6;

    internal static void Run()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32), bytes = new byte[Chunk], result = new byte[Chunk];
        using var aes = Aes.Create();
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        aes.Key = key;
        using var blocks = aes.CreateEncryptor();
        using var cipher = new TransferCipher(key, "1700000020"u8);
        var (bare, own, ratio) = (new Sample(), new Sample(), new Sample());
        for (int round = -3; round < Rounds; round++)
        {
            double baseline = Rate(() => blocks.TransformBlock(bytes, 0, Chunk, result, 0));
            double transform = Rate(() => cipher.Transform(bytes));
            if (round < 0)
                continue;
            bare.Add(baseline);
            own.Add(transform);
            ratio.Add(transform / baseline);
        }
        MetricLine.Beside("cipher: AES-256 in ECB mode, .NET", bare.Median, "MB/s");
        MetricLine.Beside("cipher: file contents, counter mode", own.Median, "MB/s");
        MetricLine.AtLeast("cipher: counter mode / ECB", ratio.Median, "", MinRatio);
    }

    private static double Rate(Action transform)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Chunks; i++)
            transform();
        return Chunk / 1e6 * Chunks / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
