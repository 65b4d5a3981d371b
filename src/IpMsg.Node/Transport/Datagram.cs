using System.Net;

namespace IpMsg.Node.Transport;

/// <summary>A received datagram. It is valid during the call of its handler only, because the buffer is used again.</summary>
internal struct Datagram
{
    /// <summary>The space that any datagram needs.</summary>
    internal const int MaxLength = 65_536;

    /// <summary>The buffer that contains the datagram.</summary>
    internal byte[] Buffer { readonly get; set; }

    /// <summary>The position of the datagram in the buffer.</summary>
    internal int Offset { readonly get; set; }

    /// <summary>The length of the datagram in bytes.</summary>
    internal int Length { readonly get; set; }

    /// <summary>The sender.</summary>
    internal IPEndPoint From { readonly get; set; }
}

/// <summary>
/// Handles datagrams on a receive thread, in the order of their arrival. They are valid during the call only, and the handler may change
/// the entries.
/// </summary>
/// <param name="datagrams">An array that begins with the datagrams.</param>
/// <param name="count">The number of datagrams.</param>
internal delegate void DatagramHandler(Datagram[] datagrams, int count);
