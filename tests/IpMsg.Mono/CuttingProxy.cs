using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Mono;

/// <summary>Passes connections on to a server, and closes the first one after so many bytes of the answer.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly IPAddress _client;

    /// <param name="server">The server.</param>
    /// <param name="client">The address of the client, from which the server expects the connection.</param>
    /// <param name="length">The number of bytes.</param>
    internal CuttingProxy(IPEndPoint server, IPAddress client, int length)
    {
        _server = server;
        _client = client;
        _listener.Start();
        new Thread(() => Serve(length)) { IsBackground = true }.Start();
    }

    internal IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose() => _listener.Stop();

    private void Serve(int length)
    {
        try
        {
            for (int limit = length; ; limit = int.MaxValue)
            {
                using var asking = _listener.AcceptSocket();
                Pass(asking, limit);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }

    private void Pass(Socket asking, int limit)
    {
        try
        {
            using var answering = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            answering.Bind(new IPEndPoint(_client, 0));
            answering.Connect(_server);
            byte[] buffer = new byte[65_536];
            // The request comes in one piece.
            answering.Send(buffer, asking.Receive(buffer), SocketFlags.None);
            int count;
            for (int total = 0; total < limit && (count = answering.Receive(buffer)) > 0; total += count)
                asking.Send(buffer, count, SocketFlags.None);
        }
        catch (SocketException)
        {
            // One of both has left.
        }
    }
}
