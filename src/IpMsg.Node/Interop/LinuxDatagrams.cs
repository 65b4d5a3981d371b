using System;
using System.Runtime.InteropServices;

namespace IpMsg.Node.Interop;

/// <summary>
/// The calls of Linux that receive or send many datagrams at once, recvmmsg(2) and sendmmsg(2). The structures are those of processors with
/// 64 bits and little-endian numbers, where glibc and musl agree.
/// </summary>
internal static unsafe class LinuxDatagrams
{
    private const int DoNotWait = 0x40; // MSG_DONTWAIT

    // A sandbox may allow some system calls only, and an emulator may lack these.
    private static bool s_isMissing =
        !RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || IntPtr.Size != 8 || !BitConverter.IsLittleEndian;

    /// <summary>False where the calls do not exist or are not allowed.</summary>
    internal static bool AreAvailable => !s_isMissing;

    /// <summary>Receives the datagrams that wait. Returns their number; zero when there is none, or after an error.</summary>
    internal static int Receive(IntPtr socket, Message* messages, int count)
    {
        try
        {
            return Checked(recvmmsg((int)socket, messages, (uint)count, DoNotWait, null), isReceive: true);
        }
        catch (EntryPointNotFoundException)
        {
            s_isMissing = true;
            return 0;
        }
    }

    /// <summary>
    /// Sends datagrams as long as the system takes them without waiting. Returns the number of sent ones; the next one has an error or must
    /// wait.
    /// </summary>
    internal static int Send(IntPtr socket, Message* messages, int count)
    {
        try
        {
            return Checked(sendmmsg((int)socket, messages, (uint)count, DoNotWait), isReceive: false);
        }
        catch (EntryPointNotFoundException)
        {
            s_isMissing = true;
            return 0;
        }
    }

    /// <summary>
    /// True for an error that shows that the call does not exist or is not allowed. A firewall that rejects a datagram gives EPERM too, to
    /// the sender.
    /// </summary>
    internal static bool ShowsMissingCall(int error, bool isReceive)
    {
        const int notImplemented = 38, notPermitted = 1; // ENOSYS, EPERM: what sandboxes answer
        return error == notImplemented || error == notPermitted && isReceive;
    }

    private static int Checked(int count, bool isReceive)
    {
        if (count >= 0)
            return count;
        if (ShowsMissingCall(Marshal.GetLastWin32Error(), isReceive))
            s_isMissing = true;
        return 0;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int recvmmsg(int socket, Message* messages, uint count, int flags, void* timeout);

    [DllImport("libc", SetLastError = true)]
    private static extern int sendmmsg(int socket, Message* messages, uint count, int flags);

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        internal Header Header;

        /// <summary>The number of bytes that were received or sent.</summary>
        internal uint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Header
    {
        internal SocketName* Name;
        internal int NameLength;
        internal Part* Parts;
        internal IntPtr PartCount;
        internal void* Control;
        internal IntPtr ControlLength;
        internal int Flags;

        internal static Header Of(SocketName* name, int nameLength, Part* part) => new()
        {
            Name = name,
            NameLength = nameLength,
            Parts = part,
            PartCount = new IntPtr(1),
        };
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Part
    {
        internal byte* Bytes;
        internal IntPtr Length;
    }
}
