using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using IpMsg.Node.Transport;

namespace IpMsg.Node.TestChild;

/// <summary>
/// Answers datagrams and connections. The first line of input takes all further handles away from the process, the second one gives them
/// back.
/// </summary>
internal static class HandleLimiter
{
    private static readonly object s_output = new();

    internal static void Run()
    {
        var problems = new NodeProblems();
        problems.Changed += (part, problem) => Say(part + (problem is null ? " over" : " problem"));
        using var transports = Transports.Bind(IPAddress.Loopback, 0, [], withIPv6: false);
        transports.Tcp.OnProblem = (source, reason) => problems.Report(NodePart.Tcp, source, reason);
        transports.Udp.OnProblem = (source, reason) => problems.Report(NodePart.Udp, source, reason);
        transports.Tcp.Open(static connection => connection.Socket.SendAsync(new byte[1], SocketFlags.None), Fault);
        transports.Udp.Open(
            (datagrams, count) =>
            {
                foreach (ref readonly var each in datagrams.AsSpan(0, count))
                    transports.Udp.Send(each.Buffer, each.Length, each.From);
            },
            Fault);
        // What is loaded here need not be loaded later, when no file can be opened.
        problems.Report(NodePart.Log, problems, new SocketException((int)SocketError.TooManyOpenSockets));
        problems.Report(NodePart.Log, problems, null);
        Say(transports.Udp.LocalEndPoint.Port.ToString(CultureInfo.InvariantCulture));
        Console.ReadLine();
        // An accept that has begun has its handle. One that begins later has none, and the test expects the first.
        SpinWait.SpinUntil(IsAccepting, TimeSpan.FromSeconds(10));
        var usual = Limit;
        Limit = usual with { Current = 3 };
        Say("exhausted");
        Console.ReadLine();
        Limit = usual;
        Console.ReadLine();
    }

    private static HandleLimit Limit
    {
        get => getrlimit(Resource, out var limit) == 0 ? limit : throw new InvalidOperationException("getrlimit");
        set
        {
            if (setrlimit(Resource, in value) != 0)
                throw new InvalidOperationException("setrlimit");
        }
    }

    private static int Resource => OperatingSystem.IsMacOS() ? 8 : 7; // RLIMIT_NOFILE

    private static void Fault(Exception reason) => Say("fault " + reason.Message);

    // Linux shows the names and states of threads; elsewhere the time until the next line must do.
    private static bool IsAccepting() => !Directory.Exists("/proc/self/task") || Directory.GetDirectories("/proc/self/task").Any(each =>
        File.ReadAllText(Path.Combine(each, "comm")).StartsWith("IpMsg TCP", StringComparison.Ordinal)
        && File.ReadAllText(Path.Combine(each, "stat")).Contains(") S ", StringComparison.Ordinal));

    private static void Say(string line)
    {
        lock (s_output)
            Console.WriteLine(line);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int getrlimit(int resource, out HandleLimit limit);

    [DllImport("libc", SetLastError = true)]
    private static extern int setrlimit(int resource, in HandleLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct HandleLimit(nuint Current, nuint Most);
}
