using System;
using System.Net.Sockets;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Transport;

/// <summary>
/// The errors of a sending socket. Those that concern one destination are left to the delivery. Others are a problem when nothing was sent
/// for a second. A socket that is unusable is replaced, at most once a second.
/// </summary>
/// <param name="source">The socket.</param>
/// <param name="onProblem">Receives the error, and null when sending works again.</param>
/// <param name="milliseconds">The monotonic clock; null for that of the system.</param>
internal sealed class SendErrors(BoundSocket source, Action<Exception?> onProblem, Func<long>? milliseconds = null)
{
    // A full buffer and a change of the network are over earlier.
    internal const long MinDuration = 1_000;

    private readonly Func<long> _milliseconds = milliseconds ?? (static () => NodeClock.Milliseconds);
    private long? _failingSince, _reopenedAt;
    private bool _hasProblem;

    /// <summary>Handles the result of sending one datagram. Call it from one thread at a time.</summary>
    internal void Handle(SocketError result)
    {
        if (result == SocketError.Success)
        {
            _failingSince = null;
            End();
        }
        else if (!ConcernsDestination(result) && !source.IsClosed)
        {
            Fail(result);
        }
    }

    private void End()
    {
        if (!_hasProblem)
            return;
        _hasProblem = false;
        onProblem(null);
    }

    private void Fail(SocketError error)
    {
        long now = _milliseconds();
        _failingSince ??= now;
        if (IsUnusable(error) && !(now - _reopenedAt < MinDuration))
        {
            _reopenedAt = now;
            Reopen();
        }
        if (now - _failingSince < MinDuration)
            return;
        _hasProblem = true;
        onProblem(new SocketException((int)error));
    }

    private void Reopen()
    {
        try
        {
            source.Reopen();
        }
        catch (SocketException)
        {
            // The system has no socket, or somebody else has the port for the moment. The next failure tries it again.
        }
    }

    // EINVAL and EADDRNOTAVAIL come from addresses that a bound socket cannot reach, EPERM from a firewall.
    private static bool ConcernsDestination(SocketError error) => error is
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
        or SocketError.HostNotFound or SocketError.AccessDenied or SocketError.AddressNotAvailable
        or SocketError.AddressFamilyNotSupported or SocketError.InvalidArgument or SocketError.MessageSize
        or SocketError.DestinationAddressRequired or SocketError.ConnectionRefused or SocketError.ConnectionReset
        or SocketError.ConnectionAborted or SocketError.NetworkReset;

    private static bool IsUnusable(SocketError error) => error is
        SocketError.NotSocket or SocketError.OperationAborted or SocketError.Shutdown or SocketError.NotConnected
        or SocketError.NotInitialized or SocketError.Disconnecting;
}
