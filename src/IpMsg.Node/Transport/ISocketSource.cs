using System;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>A socket that a loop waits at: the seam at which tests let it fail.</summary>
internal interface ISocketSource
{
    /// <summary>True once it was closed on purpose.</summary>
    bool IsClosed { get; }

    /// <summary>Its address and port.</summary>
    IPEndPoint Place { get; }

    /// <summary>Waits for the next connection.</summary>
    Socket Accept();

    /// <summary>Waits for the next datagram and returns its length.</summary>
    int ReceiveFrom(byte[] buffer, ref EndPoint from);

    /// <summary>Waits until there is something to take; false when nothing came, and nothing failed, in that time.</summary>
    bool Poll(TimeSpan longest);

    /// <summary>Takes what the next connection or datagram needs, such as a handle, and gives it back.</summary>
    /// <exception cref="SocketException">There is none.</exception>
    void Probe();

    /// <summary>Replaces the socket by a new one at the same place.</summary>
    /// <exception cref="SocketException">The system has none, or the place is taken.</exception>
    void Reopen();
}
