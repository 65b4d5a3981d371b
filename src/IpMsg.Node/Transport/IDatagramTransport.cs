using System;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>Takes one datagram. Called on a receive thread; the buffer is valid during the call only.</summary>
internal delegate void DatagramHandler(byte[] buffer, int count, IPEndPoint from);

/// <summary>Where datagrams come in and go out: the seam between a node and its network. Disposing it releases the port at once.</summary>
internal interface IDatagramTransport : IDisposable
{
    /// <summary>The listening address and port; everything sent has it as its source.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>
    /// Starts receiving; what arrived since the port was bound comes first. The handler is called on one thread a socket, so with
    /// several sockets it is called concurrently. <paramref name="onFault"/> is told, once, why receiving has ended too early; it must not
    /// throw.
    /// </summary>
    void Open(DatagramHandler onDatagram, Action<Exception> onFault);

    /// <summary>Sends one datagram and says what became of it here. From any thread; never throws, not even once disposed.</summary>
    SocketError Send(byte[] buffer, int count, IPEndPoint to);
}
