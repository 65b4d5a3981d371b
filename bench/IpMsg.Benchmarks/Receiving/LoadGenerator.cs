using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IpMsg.Benchmarks.Receiving;

/// <summary>
/// The sender of the comparison, in a separate process so that its work does not count for the receiver. It limits the unanswered messages,
/// so that no socket buffer overflows, and continues when half of them are answered.
/// </summary>
internal static class LoadGenerator
{
    internal const string Name = "load-generator";

    /// <summary>The usual number of unanswered messages.</summary>
    internal const int Window = 128;

    private const int TimeoutMs = 5_000;

    /// <summary>Each input line is a port, a count and a window; each output line the seconds of that run.</summary>
    internal static void Serve(string[] arguments)
    {
        var targets = new Dictionary<int, Target>();
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            int port = int.Parse(words[0], CultureInfo.InvariantCulture);
            if (!targets.TryGetValue(port, out var target))
                targets[port] = target = new Target(port);
            double seconds = target.Send(
                int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
            Console.WriteLine(seconds.ToString("R", CultureInfo.InvariantCulture));
        }
        foreach (var target in targets.Values)
            target.Dispose();
    }

    private sealed class Target : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = TimeoutMs,
            // A receiver that stores messages confirms many at once.
            ReceiveBufferSize = 4 << 20,
        };
        private readonly byte[] _message = LoadDatagrams.NewMessage();
        private readonly byte[] _answer = new byte[1_024];
        private int _index;

        internal Target(int port)
        {
            _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            // An echo answers this too.
            _socket.Send(LoadDatagrams.Entry);
            System.Threading.Thread.Sleep(100);
            while (_socket.Available > 0)
                _socket.Receive(_answer);
        }

        public void Dispose() => _socket.Dispose();

        internal double Send(int count, int window)
        {
            var clock = Stopwatch.StartNew();
            int sent = 0, answered = 0;
            while (answered < count)
            {
                for (; sent < count && sent - answered < window; sent++)
                {
                    LoadDatagrams.SetNumber(_message, _index++);
                    _socket.Send(_message);
                }
                // A lost datagram ends the run with a timeout, because the result would be meaningless.
                do
                {
                    _socket.Receive(_answer);
                    answered++;
                }
                while (answered < count && sent - answered > window / 2);
            }
            return clock.Elapsed.TotalSeconds;
        }
    }
}
