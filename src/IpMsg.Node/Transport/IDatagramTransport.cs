using System;
using System.Net;
using System.Net.Sockets;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Transport;

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

    /// <summary>
    /// Sends the first of several datagrams together, as many as the system takes without waiting. Returns their number. It is zero where
    /// that is not possible, and for an error: <see cref="Send(byte[], int, IPEndPoint)"/> sends the next one and gives the result.
    /// </summary>
    int Send(ReadOnlySpan<Transmit> transmits);
}
