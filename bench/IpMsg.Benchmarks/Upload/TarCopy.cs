using System.Diagnostics;
using System.Net.Sockets;

namespace IpMsg.Benchmarks.Upload;

/// <summary>The usual way without a file server: <c>tar c | nc</c> to <c>nc | tar x</c>, with larger buffers than those of nc.</summary>
internal static class TarCopy
{
    internal static void Send(string folder, Socket connection)
    {
        using var tar = Process.Start(new ProcessStartInfo("tar", ["-C", folder, "-c", "."]) { RedirectStandardOutput = true })!;
        FileCopy.Send(tar.StandardOutput.BaseStream, connection);
        tar.WaitForExit();
    }

    internal static long Save(int port, string folder)
    {
        using var tar = Process.Start(new ProcessStartInfo("tar", ["-C", folder, "-x"]) { RedirectStandardInput = true })!;
        long bytes = RawClient.Take(port, "\0", long.MaxValue, tar.StandardInput.BaseStream);
        tar.StandardInput.Close();
        tar.WaitForExit();
        return tar.ExitCode == 0 ? bytes : throw new System.InvalidOperationException("tar failed.");
    }
}
