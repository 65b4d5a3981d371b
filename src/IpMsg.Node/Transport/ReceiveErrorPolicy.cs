using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>
/// Tells the errors that a UDP receive merely reports, of some datagram sent earlier or of a network that is away, from those that
/// mean the socket is finished. Either kind in an endless row is the latter: a loop that only fails would eat a processor.
/// </summary>
internal sealed class ReceiveErrorPolicy
{
    private const int PatienceWithPassing = 10_000;
    private const int PatienceWithUnknown = 8;

    private int _passing, _unknown;

    internal bool CanGoOnAfter(SocketError error) =>
        IsPassing(error) ? ++_passing < PatienceWithPassing : ++_unknown < PatienceWithUnknown;

    /// <summary>A datagram came: the row is over.</summary>
    internal void Forget() => _passing = _unknown = 0;

    private static bool IsPassing(SocketError error) => error is
        SocketError.ConnectionReset or SocketError.ConnectionRefused or SocketError.NetworkReset
        or SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
        or SocketError.MessageSize or SocketError.Interrupted or SocketError.WouldBlock or SocketError.TimedOut
        or SocketError.NoBufferSpaceAvailable or SocketError.InProgress;
}
