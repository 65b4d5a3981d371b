using System;
using System.IO;
using System.Net;
using System.Threading;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Benchmarks.Upload;
using IpMsg.Node.Download;
using IpMsg.Protocol.Wire;

namespace IpMsg.Benchmarks.Download;

/// <summary>
/// Downloads a file and a folder: first only the downloading side with a server that does nothing but send, then both sides. The baselines
/// are a plain copy and tar.
/// </summary>
internal sealed class DownloadComparison
{
    private const long Large = 512L << 20;
    private const int Files = 10_000;
    private const int SmallFile = 4_096;

    private readonly string _target;

    private DownloadComparison(string target) => _target = Directory.CreateDirectory(target).FullName;

    internal static void Run()
    {
        using var scratch = new ScratchFolder();
        string large = Path.Combine(scratch.Path, "large.bin"), folder = Path.Combine(scratch.Path, "small");
        using (var file = File.Create(large))
            file.SetLength(Large);
        SmallFiles.Make(folder, Files, SmallFile);
        using var node = new UploadNode(scratch.Path);
        var run = new DownloadComparison(Path.Combine(scratch.Path, "target"));
        run.SaveFile(node, large);
        run.SaveFolder(node, folder);
    }

    private void SaveFile(UploadNode node, string large)
    {
        using var plain = new CopyServer(connection => FileCopy.Send(large, connection));
        var fromPlain = node.RequestOf(large) with { Server = EndPointOf(plain) };
        BaselineComparison.Run("save one file of 512 MiB: ", "plain copy", 0.95, () => Copy(plain), () => Fetch(fromPlain), CleanUp);
        BaselineComparison.Run(
            "serve and save one file of 512 MiB: ", "plain copy", 0.95, () => Copy(plain), () => Fetch(node.RequestOf(large)), CleanUp);
    }

    private void SaveFolder(UploadNode node, string folder)
    {
        using var tar = new CopyServer(connection => TarCopy.Send(folder, connection));
        // The recorded streams, so that measuring one side reads nothing from the disk for the other.
        byte[] archive = Recorded(to => RawClient.Take(tar.Port, "\0", long.MaxValue, to)),
            records = Recorded(to => node.Take(folder, Command.GetFolderFiles, to));
        using var plainTar = new CopyServer(connection => FileCopy.Send(new MemoryStream(archive), connection));
        using var plain = new CopyServer(connection => FileCopy.Send(new MemoryStream(records), connection));
        var fromPlain = node.RequestOf(folder) with { Server = EndPointOf(plain) };
        BaselineComparison.Run(
            "save 10,000 files of 4 KB: ", "tar", 1, () => TarCopy.Save(plainTar.Port, _target), () => Fetch(fromPlain), CleanUp);
        BaselineComparison.Run(
            "serve and save 10,000 files of 4 KB: ", "tar", 1,
            () => TarCopy.Save(tar.Port, _target), () => Fetch(node.RequestOf(folder)), CleanUp);
    }

    private long Copy(CopyServer server)
    {
        using var file = new FileStream(Path.Combine(_target, "large.bin"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1);
        return RawClient.Take(server.Port, "\0", Large, file);
    }

    private long Fetch(DownloadRequest request) =>
        new AttachmentDownload(request, new DownloadOptions(_target)).Run(CancellationToken.None).Bytes;

    private void CleanUp()
    {
        Directory.Delete(_target, recursive: true);
        Directory.CreateDirectory(_target);
    }

    private static IPEndPoint EndPointOf(CopyServer server) => new(IPAddress.Loopback, server.Port);

    private static byte[] Recorded(Action<Stream> take)
    {
        var memory = new MemoryStream();
        take(memory);
        return memory.ToArray();
    }
}
