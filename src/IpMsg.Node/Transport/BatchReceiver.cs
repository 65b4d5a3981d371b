using System;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>
/// Receives all datagrams that wait with one system call, on Linux. In a burst, a system call and a turn at the gate for each datagram take
/// more time than the handling.
/// </summary>
internal sealed unsafe class BatchReceiver
{
    /// <summary>The maximum number of datagrams of a call.</summary>
    internal const int MaxCount = 32;

    private byte[]? _buffer;

    // The datagrams of a burst often have one sender, which then needs one object.
    private SocketName _lastName;
    private IPEndPoint? _last;

    /// <summary>Receives the datagrams that wait, without waiting for one. Returns their number; zero on other systems.</summary>
    /// <param name="source">The socket.</param>
    /// <param name="datagrams">Receives the datagrams; at most <see cref="MaxCount"/>.</param>
    internal int Receive(BoundSocket source, Span<Datagram> datagrams)
    {
        if (!LinuxDatagrams.AreAvailable || !source.TryUse(out var handle))
            return 0;
        try
        {
            // Most sockets never have two datagrams at a time, so they need no buffer.
            if (_buffer is null && source.Socket.Available == 0)
                return 0;
            return Receive(handle, _buffer ??= new byte[MaxCount * Datagram.MaxLength], datagrams);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The next call that waits gives the error.
            return 0;
        }
        finally
        {
            source.EndUse();
        }
    }

    private int Receive(IntPtr handle, byte[] buffer, Span<Datagram> datagrams)
    {
        int count = Math.Min(datagrams.Length, MaxCount);
        var messages = stackalloc LinuxDatagrams.Message[MaxCount];
        var parts = stackalloc LinuxDatagrams.Part[MaxCount];
        var names = stackalloc SocketName[MaxCount];
        fixed (byte* start = buffer)
        {
            for (int i = 0; i < count; i++)
            {
                parts[i].Bytes = start + i * Datagram.MaxLength;
                parts[i].Length = new IntPtr(Datagram.MaxLength);
                messages[i].Header = LinuxDatagrams.Header.Of(names + i, sizeof(SocketName), parts + i);
            }
            count = LinuxDatagrams.Receive(handle, messages, count);
        }
        int received = 0;
        for (int i = 0; i < count; i++)
        {
            if (EndPointOf(names[i]) is not { } from)
                continue;
            datagrams[received].Buffer = buffer;
            datagrams[received].Offset = i * Datagram.MaxLength;
            datagrams[received].Length = (int)messages[i].Length;
            datagrams[received++].From = from;
        }
        return received;
    }

    private IPEndPoint? EndPointOf(in SocketName name)
    {
        if (_last is null || !_lastName.IsSame(name))
            (_lastName, _last) = (name, name.ToEndPoint());
        return _last;
    }
}
