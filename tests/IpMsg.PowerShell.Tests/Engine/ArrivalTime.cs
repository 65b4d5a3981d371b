using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>
/// How long ago the system received what was read from a socket last: on a busy machine it is read late, and was in time.
/// </summary>
internal static class ArrivalTime
{
    private const nuint GetTimestamp = 0x8906; // SIOCGSTAMP

    /// <summary>False where a datagram that is read late seems to have come late, and the next one then soon after it.</summary>
    internal static bool IsKnown => OperatingSystem.IsLinux();

    /// <summary>From now on the system remembers when datagrams come. Elsewhere than on Linux nothing is known of that.</summary>
    internal static void Watch(Socket socket) => Lateness(socket);

    /// <summary>Zero where the system does not tell.</summary>
    internal static TimeSpan Lateness(Socket socket)
    {
        if (!IsKnown || ioctl((int)socket.Handle, GetTimestamp, out var arrived) != 0)
            return TimeSpan.Zero;
        var late =
            DateTime.UtcNow - DateTime.UnixEpoch - TimeSpan.FromSeconds(arrived.Seconds) - TimeSpan.FromMicroseconds(arrived.Microseconds);
        return late > TimeSpan.Zero ? late : TimeSpan.Zero;
    }

    [DllImport("libc")]
    private static extern int ioctl(int file, nuint request, out TimeValue value);

    private readonly record struct TimeValue(nint Seconds, nint Microseconds);
}
