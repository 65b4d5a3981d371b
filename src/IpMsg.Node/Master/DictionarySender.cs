using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>Sends dictionaries over TCP (R127).</summary>
/// <param name="bound">The address that the member is bound to, from which its packets come; null for any.</param>
internal sealed class DictionarySender(IPAddress? bound)
{
    /// <summary>Connects, writes, and waits for the close. False when that does not come within three seconds.</summary>
    internal async Task<bool> SendAsync(DictionarySend send)
    {
        var socket = new Socket(send.To.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var sending = SendAsync(socket, send);
            // A pending operation ends when the socket is disposed.
            return await Task.WhenAny(sending, Task.Delay(DictionarySend.TimeoutMs)).ConfigureAwait(false) == sending
                && await sending.ConfigureAwait(false);
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task<bool> SendAsync(Socket socket, DictionarySend send)
    {
        try
        {
            if (bound is not null && bound.AddressFamily == send.To.AddressFamily)
                socket.Bind(new IPEndPoint(bound, 0));
            await socket.ConnectAsync(send.To).ConfigureAwait(false);
            for (int sent = 0; sent < send.Bytes.Length;)
            {
                var rest = new ArraySegment<byte>(send.Bytes, sent, send.Bytes.Length - sent);
                sent += await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false);
            }
            return await socket.ReceiveAsync(new ArraySegment<byte>(new byte[1]), SocketFlags.None).ConfigureAwait(false) == 0;
        }
        // Nobody is there, the peer has reset the connection, or its time is over.
        catch (Exception reason) when (reason is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
