using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Transport;

/// <summary>A connection to the file port and the place that it takes in a <see cref="ConnectionTable"/>.</summary>
/// <param name="table">The table with the place.</param>
/// <param name="socket">The connection.</param>
/// <param name="address">The address of the peer.</param>
/// <param name="isRecipient">True when an open offer went to this address.</param>
internal sealed class AcceptedConnection(ConnectionTable table, Socket socket, IPAddress address, bool isRecipient)
{
    // A machine with one IPv6 address usually has a network of this length, and can take any address in it.
    private const int NetworkLength = 64;

    private int _isReset;

    internal Socket Socket => socket;

    /// <summary>The address of the peer.</summary>
    internal IPAddress Address => address;

    /// <summary>True when an open offer went to this address before the connection.</summary>
    internal bool IsRecipient => isRecipient;

    /// <summary>
    /// The connections that are counted together: those of an IPv4 address, of an IPv6 address with an open offer, or of an IPv6 network.
    /// </summary>
    internal (AddressBits Address, bool IsRecipient) Origin { get; } = (
        address.AddressFamily == AddressFamily.InterNetworkV6 && !isRecipient
            ? AddressBits.Of(address).First(NetworkLength)
            : AddressBits.Of(address), isRecipient);

    /// <summary>True when the connection was reset because it had no place.</summary>
    internal bool IsReset => Volatile.Read(ref _isReset) != 0;

    /// <summary>Called when the connection is reset. Check <see cref="IsReset"/> after setting it.</summary>
    internal Action? OnReset { get; set; }

    /// <summary>Keeps the place of a connection whose transfer begins. False when another connection took it before.</summary>
    internal bool TryKeep() => table.TryKeep(this);

    /// <summary>
    /// Closes the connection with a reset. After an orderly close the system remembers the connection for a minute, and a flood of
    /// connections would fill its memory.
    /// </summary>
    internal void Reset()
    {
        Interlocked.Exchange(ref _isReset, 1);
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is closed already.
        }
        socket.Dispose();
        OnReset?.Invoke();
    }
}
