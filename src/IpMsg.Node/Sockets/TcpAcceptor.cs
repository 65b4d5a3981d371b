using System;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace IpMsg.Node;

/// <summary>The accept loop of one listener.</summary>
internal sealed class TcpAcceptor
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private const int Patience = 100;

    private readonly Socket _listener;
    private readonly Action<Socket> _onAccepted;
    private readonly Action<Exception> _onFault;

    internal TcpAcceptor(Socket listener, Action<Socket> onAccepted, Action<Exception> onFault)
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
                _onAccepted(await _listener.AcceptAsync().ConfigureAwait(false));
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
