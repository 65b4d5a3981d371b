using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Tests.Download;

/// <summary>A sender that says what a test wants: one script for each connection, the last one for all that follow.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Action<ServerConnection>[] _scripts;
    private readonly List<string> _requests = [];
    private readonly Thread _thread;

    internal ScriptedServer(params Action<ServerConnection>[] scripts)
    {
        _scripts = scripts;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>The requests so far.</summary>
    internal IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join(TimeSpan.FromSeconds(20));
    }

    private void Serve()
    {
        try
        {
            for (int number = 0; ; number++)
            {
                using var socket = _listener.Accept();
                var serverConnection = new ServerConnection(socket);
                lock (_requests)
                    _requests.Add(serverConnection.Request);
                try
                {
                    _scripts[Math.Min(number, _scripts.Length - 1)](serverConnection);
                }
                catch (SocketException)
                {
                    // The client has had enough.
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }
}
