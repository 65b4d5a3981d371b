using System.IO;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Protocol.Wire;

namespace IpMsg.Benchmarks.Upload;

/// <summary>
/// Serves a large file and a folder of small files, compared with a plain socket copy and tar in alternating rounds with the same client.
/// </summary>
internal static class UploadComparison
{
    private const long Large = 1L << 30;
    private const int Files = 10_000;
    private const int SmallFile = 4_096;

    internal static void Run()
    {
        using var scratch = new ScratchFolder();
        string large = Path.Combine(scratch.Path, "large.bin"), folder = Path.Combine(scratch.Path, "small");
        using (var file = File.Create(large))
            file.SetLength(Large);
        SmallFiles.Make(folder, Files, SmallFile);
        using var node = new UploadNode(scratch.Path);
        using var copy = new CopyServer(connection => FileCopy.Send(large, connection));
        using var tar = new CopyServer(connection => TarCopy.Send(folder, connection));

        BaselineComparison.Run(
            "serve one file of 1 GiB: ", "plain copy", 0.95,
            () => RawClient.Take(copy.Port, "\0", Large), () => node.Take(large, Command.GetFileData));
        BaselineComparison.Run(
            "serve 10,000 files of 4 KB: ", "tar", 1,
            () => RawClient.Take(tar.Port, "\0", long.MaxValue), () => node.Take(folder, Command.GetFolderFiles));
    }
}
