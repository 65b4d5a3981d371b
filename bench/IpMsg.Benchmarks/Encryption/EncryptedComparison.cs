using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node.Download;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Benchmarks.Encryption;

/// <summary>
/// Compares encrypted traffic between two members: a file with the same file in plaintext, and messages with their bare operations.
/// </summary>
internal static class EncryptedComparison
{
    private const long Large = 512L << 20;
    private const int Messages = 500;
    private const int WarmUps = 3;
    private const int Rounds = 15;
    private const double MinRatio = 0.8;

    internal static void Run()
    {
        using var scratch = new ScratchFolder();
        using var pair = new EncryptedPair(scratch.Path);
        CompareMessages(pair);
        CompareTransfers(pair, scratch.Path);
    }

    private static void CompareTransfers(EncryptedPair pair, string scratch)
    {
        string file = Path.Combine(scratch, "large.bin"), target = Path.Combine(scratch, "target");
        using (var large = File.Create(file))
            large.SetLength(Large);
        Directory.CreateDirectory(target);
        var request = pair.Offer(file);
        var plain = request with { Protection = null };
        BaselineComparison.Run("serve and save 512 MiB encrypted: ", "plainly", MinRatio,
            () => Fetch(plain, target), () => Fetch(request, target), () =>
        {
            Directory.Delete(target, recursive: true);
            Directory.CreateDirectory(target);
        });
    }

    // Messages to one recipient never overlap, but the encryption of one overlaps the decryption of the previous one. The bare operations
    // run one after the other, as on one thread.
    private static void CompareMessages(EncryptedPair pair)
    {
        using var operations = new EnvelopeBaseline(
            PrivateKey.Generate(2048), PrivateKey.Generate(2048), Encoding.UTF8.GetBytes(CipherSample.Text + "\0"));
        var (bareSeconds, nodeSeconds, ratios) = (new Sample(), new Sample(), new Sample());
        for (int round = -WarmUps; round < Rounds; round++)
        {
            double byHand = Seconds(() => EncryptAndDecrypt(operations)), byNodes = Seconds(() => pair.Send(Messages));
            if (round < 0)
                continue;
            bareSeconds.Add(byHand);
            nodeSeconds.Add(byNodes);
            ratios.Add(byHand / byNodes);
        }
        MetricLine.Beside("encrypted messages: bare RSA-2048, SHA-256 and AES-256", Messages / bareSeconds.Median, "a second");
        MetricLine.Beside("encrypted messages: from node to node, confirmed", Messages / nodeSeconds.Median, "a second");
        MetricLine.AtLeast("encrypted messages: nodes to bare operations", ratios.Median, "times", MinRatio);
        MetricLine.Beside("encrypted messages: nodes to bare operations, quietest", bareSeconds.Min / nodeSeconds.Min, "times");
    }

    private static void EncryptAndDecrypt(EnvelopeBaseline operations)
    {
        for (int i = 0; i < Messages; i++)
        {
            operations.Encrypt();
            operations.Decrypt();
        }
    }

    private static long Fetch(DownloadRequest request, string target) =>
        new AttachmentDownload(request, new DownloadOptions(target)).Run(CancellationToken.None).Bytes;

    private static double Seconds(Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        return watch.Elapsed.TotalSeconds;
    }
}
