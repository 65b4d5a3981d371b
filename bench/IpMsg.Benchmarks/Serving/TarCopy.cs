using System.Diagnostics;
using System.Net.Sockets;

namespace IpMsg.Benchmarks;

/// <summary>What people do who have no file server: tar into a socket.</summary>
internal static class TarCopy
{
    internal static void Send(string folder, Socket connection)
    {
        using var tar = Process.Start(new ProcessStartInfo("tar", ["-C", folder, "-c", "."]) { RedirectStandardOutput = true })!;
        FileCopy.Send(tar.StandardOutput.BaseStream, connection);
        tar.WaitForExit();
    }
}
