using System;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace IpMsg.Node.Transport;

/// <summary>The accept loop of one listener.</summary>
internal sealed class TcpAcceptor
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private const int Patience = 100;

    private readonly Socket _listener;
    private readonly Func<Socket, Task> _onAccepted;
    private readonly Action<Exception> _onFault;

    /// <param name="listener">Where to accept.</param>
    /// <param name="onAccepted">Takes a connection; the next is accepted when it is done.</param>
    /// <param name="onFault">Told why accepting ended too early.</param>
    internal TcpAcceptor(Socket listener, Func<Socket, Task> onAccepted, Action<Exception> onFault)
    {
        _listener = listener;
        _onAccepted = onAccepted;
        _onFault = onFault;
    }

    internal async Task Run()
    {
        int troubles = 0;
        while (true)
        {
            try
            {
                await _onAccepted(await _listener.AcceptAsync().ConfigureAwait(false)).ConfigureAwait(false);
                troubles = 0;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            // How the frameworks report a listener that is closed while it accepts.
            catch (SocketException closed) when (closed.SocketErrorCode is SocketError.OperationAborted or SocketError.NotSocket or SocketError.Interrupted or SocketError.InvalidArgument)
            {
                return;
            }
            // The caller hung up before it was let in.
            catch (SocketException passing) when (passing.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
            {
            }
            // Out of handles, mostly: others close theirs in time, so accepting pauses instead of spinning or giving up.
            catch (SocketException) when (++troubles < Patience)
            {
                await Task.Delay(s_pause).ConfigureAwait(false);
            }
            catch (Exception reason)
            {
                _onFault(reason);
                return;
            }
        }
    }
}
