using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>The baseline: the least that a program can do with a datagram. One thread, ReceiveFrom, SendTo.</summary>
internal sealed class EchoLoop : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Thread _thread;

    internal EchoLoop()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    internal int Port { get; }

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Run()
    {
        byte[] buffer = new byte[65_536];
        byte[] answer = LoadDatagrams.Confirmation;
        try
        {
            while (true)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                _socket.ReceiveFrom(buffer, 0, buffer.Length, SocketFlags.None, ref from);
                _socket.SendTo(answer, 0, answer.Length, SocketFlags.None, from);
            }
        }
        catch (SocketException)
        {
            // The socket was closed.
        }
        catch (ObjectDisposedException)
        {
            // The socket was closed between two calls.
        }
    }
}
