using System;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>
/// What a loop does after an error of its socket. It never ends by one: a loop that pauses costs nothing, and what is missing now, such as
/// handles or memory, may be there again later.
/// </summary>
internal sealed class SocketErrorPolicy
{
    private const int MaxPassing = 10_000;
    private const int DoubtfulAfter = 10;
    private const int MaxFactor = 20;

    private readonly TimeSpan _first;
    private int _passing, _others;

    /// <param name="first">The first pause; null for 100 ms. Each further pause in a row is twice as long, up to 20 times as long.</param>
    internal SocketErrorPolicy(TimeSpan? first = null) => _first = first ?? TimeSpan.FromMilliseconds(100);

    /// <summary>An error occurred. Returns how long to pause; zero when it concerned one peer or one datagram alone.</summary>
    /// <param name="error">The error; null for an exception that is no socket's.</param>
    /// <param name="needsNewSocket">True when the socket is finished, or probably so since it only fails.</param>
    internal TimeSpan Next(SocketError? error, out bool needsNewSocket)
    {
        needsNewSocket = false;
        // An endless row of them is no passing thing: a loop that only fails would use a whole processor.
        if (IsPassing(error) && ++_passing < MaxPassing)
            return TimeSpan.Zero;
        _others++;
        needsNewSocket = IsFinished(error) || !IsShortage(error) && _others % DoubtfulAfter == 0;
        return TimeSpan.FromTicks(_first.Ticks * Math.Min(1L << Math.Min(_others - 1, 10), MaxFactor));
    }

    /// <summary>It worked: the row is over.</summary>
    internal void Forget() => _passing = _others = 0;

    private static bool IsPassing(SocketError? error) => error is
        SocketError.ConnectionReset or SocketError.ConnectionRefused or SocketError.ConnectionAborted or SocketError.NetworkReset
        or SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
        or SocketError.MessageSize or SocketError.Interrupted or SocketError.WouldBlock or SocketError.TimedOut or SocketError.InProgress
        or SocketError.ProtocolOption or SocketError.AccessDenied;

    // The socket is as good as before; a new one needs what there is none of.
    private static bool IsShortage(SocketError? error) => error is
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.ProcessLimit;

    private static bool IsFinished(SocketError? error) => error is
        SocketError.NotSocket or SocketError.InvalidArgument or SocketError.OperationAborted or SocketError.Shutdown
        or SocketError.NotConnected or SocketError.Disconnecting or SocketError.AddressNotAvailable or SocketError.NotInitialized;
}
