using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IpMsg.Node.TestChild;

/// <summary>Runs a member again and again, ends its process in all ways, and sees what the network sees of it.</summary>
internal static class EndingWitness
{
    private const int Entry = 1, Exit = 2, PatienceMs = 30_000;

    // The farewells are 100 ms apart, and each is read a moment after it came.
    private const int LeastGapMs = 50;

    // The shell's way to write the end by a signal: 128 and the signal's number.
    private static readonly (string Signal, int ExitCode)[] s_endings = [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131), ("", 0)];

    internal static void Run(string name, string program)
    {
        int failed = 0;
        foreach (var (signal, exitCode) in s_endings)
        {
            string? fault = Check(program, signal, exitCode);
            failed += fault is null ? 0 : 1;
            Console.WriteLine((fault is null ? "ok     " : "NOT OK ") + name + " " + (signal.Length == 0 ? "returns" : "SIG" + signal)
                + (fault is null ? "" : ": " + fault));
        }
        Console.WriteLine($"{s_endings.Length - failed} passed, {failed} failed, 0 skipped");
        Environment.ExitCode = failed;
    }

    private static string? Check(string program, string signal, int exitCode)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMs };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = FreePort();
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (int each in (int[])[port, ((IPEndPoint)socket.LocalEndPoint!).Port])
            start.ArgumentList.Add(each.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Insert(0, "member");
        using var member = Process.Start(start)!;
        try
        {
            if (member.StandardOutput.ReadLine() != "ready")
                return "did not start";
            Receive(socket, Entry);
            if (signal.Length == 0)
                member.StandardInput.Close();
            else
                Process.Start("kill", ["-" + signal, member.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
            long gap = -Receive(socket, Exit) + Receive(socket, Exit);
            if (gap < LeastGapMs)
                return "the farewells are " + gap + " ms apart";
            if (!member.WaitForExit(PatienceMs))
                return "does not end";
            if (member.ExitCode != exitCode)
                return "ends with " + member.ExitCode;
            using var again = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            again.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return null;
        }
        catch (SocketException reason)
        {
            return reason.Message;
        }
        finally
        {
            if (!member.HasExited)
                member.Kill();
        }
    }

    /// <summary>The time, in milliseconds, at which a datagram with that command came.</summary>
    private static long Receive(Socket socket, int command)
    {
        byte[] buffer = new byte[65_536];
        while (true)
        {
            string[] words = Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer)).Split(':');
            if ((long.Parse(words[4], CultureInfo.InvariantCulture) & 0xFF) == command)
                return Stopwatch.GetTimestamp() * 1_000 / Stopwatch.Frequency;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
