using System;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>Handles a datagram on a receive thread; the buffer is valid during the call only.</summary>
internal delegate void DatagramHandler(byte[] buffer, int count, IPEndPoint from);

/// <summary>Sends and receives the datagrams of a node. Disposal frees the port at once.</summary>
internal interface IDatagramTransport : IDisposable
{
    /// <summary>The listening address and port, which is also the source of sent datagrams.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>
    /// Starts to receive, beginning with the datagrams since the port was bound. The handler runs on one thread for each socket, so several
    /// sockets call it concurrently. <paramref name="onFault"/> receives the first exception of the handler, which ends the loop of its
    /// socket; it must not throw.
    /// </summary>
    void Open(DatagramHandler onDatagram, Action<Exception> onFault);

    /// <summary>Sends a datagram and returns the result of the socket. Thread-safe; does not throw, even after disposal.</summary>
    SocketError Send(byte[] buffer, int count, IPEndPoint to);
}
