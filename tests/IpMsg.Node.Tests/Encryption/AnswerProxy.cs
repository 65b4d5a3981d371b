using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>
/// Stands between a receiver and the server: passes requests on and remembers them, and of each answer as many bytes as a test wants. It
/// can also answer itself.
/// </summary>
internal sealed class AnswerProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly IPAddress _from;
    private readonly Thread _thread;
    private readonly List<byte[]> _requests = [];
    private readonly List<byte[]> _answers = [];

    /// <param name="server">The server.</param>
    /// <param name="from">The address that the server expects.</param>
    internal AnswerProxy(IPEndPoint server, IPAddress from)
    {
        _server = server;
        _from = from;
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>The bytes of each answer that pass before the connection ends; all of them when the list is at its end.</summary>
    internal Queue<int> Cuts { get; } = new();

    /// <summary>Called before a connection that is cut is reset; null to close it.</summary>
    internal Action? BeforeReset { get; set; }

    /// <summary>Answers the next request instead of the server.</summary>
    internal Action<Socket, byte[]>? Liar { get; set; }

    /// <summary>The requests so far.</summary>
    internal IReadOnlyList<byte[]> Requests => Copy(_requests);

    /// <summary>What went to the receiver for each request that has ended.</summary>
    internal IReadOnlyList<byte[]> Answers => Copy(_answers);

    public void Dispose()
    {
        _listener.Stop();
        _thread.Join(TimeSpan.FromSeconds(20));
    }

    private static byte[][] Copy(List<byte[]> list)
    {
        lock (list)
            return [.. list];
    }

    private static void Keep(List<byte[]> list, byte[] bytes)
    {
        lock (list)
            list.Add(bytes);
    }

    private void Serve()
    {
        try
        {
            for (; ; )
            {
                using var near = _listener.AcceptSocket();
                Answer(near);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private void Answer(Socket near)
    {
        byte[] buffer = new byte[65536];
        byte[] request = buffer[..near.Receive(buffer)];
        Keep(_requests, request);
        if (Liar is { } liar)
        {
            Liar = null;
            Try(() => liar(near, request));
            return;
        }
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        far.Bind(new IPEndPoint(_from, 0));
        far.Connect(_server);
        far.Send(request);
        var answer = new MemoryStream();
        int left = Cuts.TryDequeue(out int most) ? most : int.MaxValue;
        bool isCut = left < int.MaxValue;
        Try(() => Pass(near, far, answer, left));
        Keep(_answers, answer.ToArray());
        if (!isCut)
            return;
        far.LingerState = new LingerOption(true, 0);
        if (BeforeReset is { } before)
        {
            before();
            near.LingerState = new LingerOption(true, 0);
            return;
        }
        near.Shutdown(SocketShutdown.Send);
        Try(() =>
        {
            while (near.Receive(buffer) > 0)
            {
            }
        });
    }

    // The end of the receiver's side has to reach the server, which waits for it.
    private static void Pass(Socket near, Socket far, MemoryStream answer, int left)
    {
        byte[] buffer = new byte[65536];
        bool hasEnded = false;
        while (left > 0)
        {
            List<Socket> readable = hasEnded ? [far] : [far, near];
            Socket.Select(readable, null, null, -1);
            if (readable.Contains(near) && near.Receive(buffer) == 0)
            {
                hasEnded = true;
                far.Shutdown(SocketShutdown.Send);
            }
            if (!readable.Contains(far))
                continue;
            int count = far.Receive(buffer, Math.Min(left, buffer.Length), SocketFlags.None);
            if (count == 0)
                return;
            left -= count;
            answer.Write(buffer, 0, count);
            near.Send(buffer, count, SocketFlags.None);
        }
    }

    private static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // One of the two has closed.
        }
    }
}
