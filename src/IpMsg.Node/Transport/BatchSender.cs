using System;
using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Transport;

/// <summary>Sends several datagrams with one system call, on Linux.</summary>
internal sealed unsafe class BatchSender
{
    private const int MaxCount = 64;

    private readonly object _lock = new();
    private byte[]? _buffer;

    /// <summary>
    /// Sends the first of the datagrams, as many as the system takes at once without waiting. Returns their number. What follows must be
    /// sent singly, which also gives the error.
    /// </summary>
    internal int Send(BoundSocket socket, ReadOnlySpan<Transmit> transmits)
    {
        if (!LinuxDatagrams.AreAvailable || !socket.TryUse(out var handle))
            return 0;
        try
        {
            lock (_lock)
                return Send(handle, transmits, _buffer ??= new byte[Datagram.MaxLength]);
        }
        finally
        {
            socket.EndUse();
        }
    }

    // A copy takes less time than to pin each buffer.
    private static int Send(IntPtr handle, ReadOnlySpan<Transmit> transmits, byte[] buffer)
    {
        var messages = stackalloc LinuxDatagrams.Message[MaxCount];
        var parts = stackalloc LinuxDatagrams.Part[MaxCount];
        var names = stackalloc SocketName[MaxCount];
        int count = 0, used = 0;
        IPEndPoint? previous = null;
        fixed (byte* start = buffer)
        {
            for (; count < transmits.Length && count < MaxCount; count++)
            {
                ref readonly var transmit = ref transmits[count];
                if (transmit.Length > buffer.Length - used)
                    break;
                transmit.Buffer.AsSpan(0, transmit.Length).CopyTo(buffer.AsSpan(used));
                parts[count].Bytes = start + used;
                parts[count].Length = new IntPtr(transmit.Length);
                used += transmit.Length;
                names[count] = transmit.To == previous ? names[count - 1] : SocketName.Of(transmit.To);
                previous = transmit.To;
                messages[count].Header = LinuxDatagrams.Header.Of(names + count, names[count].Length, parts + count);
            }
            return count == 0 ? 0 : LinuxDatagrams.Send(handle, messages, count);
        }
    }
}
