using System;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>
/// What a socket loop does after an error. It pauses and continues, because a shortage of handles or memory may end.
/// </summary>
internal sealed class SocketErrorPolicy
{
    private const int MaxTransient = 10_000;

    // A socket that gave nothing for a time, and fails again at once, has not worked in between.
    private const int MaxDistrusted = 100;
    private const int ErrorsPerSocket = 10;
    private const int MaxFactor = 20;

    private readonly TimeSpan _firstPause;
    private int _transient, _others;

    /// <param name="firstPause">The first pause; null for 100 ms. Each further pause is twice as long, up to 20 times the first.</param>
    internal SocketErrorPolicy(TimeSpan? firstPause = null) => _firstPause = firstPause ?? TimeSpan.FromMilliseconds(100);

    /// <summary>Counts an error. Returns the pause; zero when the error concerns a single peer or datagram.</summary>
    /// <param name="error">The error; null for an exception of another type.</param>
    /// <param name="needsNewSocket">True when the socket is unusable, or has failed ten times in a row.</param>
    internal TimeSpan Next(SocketError? error, out bool needsNewSocket)
    {
        needsNewSocket = false;
        // The limit ends a loop that fails without a pause, which uses a whole processor.
        if (IsTransient(error) && ++_transient < MaxTransient)
            return TimeSpan.Zero;
        _others++;
        needsNewSocket = IsUnusable(error) || !IsShortage(error) && _others % ErrorsPerSocket == 0;
        return TimeSpan.FromTicks(_firstPause.Ticks * Math.Min(1L << Math.Min(_others - 1, 10), MaxFactor));
    }

    /// <summary>Resets the counts after a success.</summary>
    internal void Reset() => _transient = _others = 0;

    /// <summary>Allows few errors without a pause until the next success: that the socket works is a guess.</summary>
    internal void Distrust() => _transient = MaxTransient - MaxDistrusted;

    private static bool IsTransient(SocketError? error) => error is
        SocketError.ConnectionReset or SocketError.ConnectionRefused or SocketError.ConnectionAborted or SocketError.NetworkReset
        or SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
        or SocketError.MessageSize or SocketError.Interrupted or SocketError.WouldBlock or SocketError.TimedOut or SocketError.InProgress
        or SocketError.ProtocolOption or SocketError.AccessDenied;

    // The socket still works, and a new one needs the missing resource.
    private static bool IsShortage(SocketError? error) => error is
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.ProcessLimit;

    private static bool IsUnusable(SocketError? error) => error is
        SocketError.NotSocket or SocketError.InvalidArgument or SocketError.OperationAborted or SocketError.Shutdown
        or SocketError.NotConnected or SocketError.Disconnecting or SocketError.AddressNotAvailable or SocketError.NotInitialized;
}
