using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Benchmarks.Upload;

/// <summary>The simplest server: a thread that waits for a request and sends.</summary>
internal sealed class CopyServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Action<Socket> _send;

    internal CopyServer(Action<Socket> send)
    {
        _send = send;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(Run) { IsBackground = true }.Start();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose() => _listener.Dispose();

    private void Run()
    {
        byte[] request = new byte[1_024];
        try
        {
            while (true)
            {
                using var connection = _listener.Accept();
                connection.NoDelay = true;
                connection.Receive(request);
                _send(connection);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }
}
