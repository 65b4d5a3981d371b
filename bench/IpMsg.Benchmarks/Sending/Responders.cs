using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Protocol.Wire;

namespace IpMsg.Benchmarks.Sending;

/// <summary>Many members in a separate process, each with its own address. They only confirm messages and answer entries.</summary>
internal static class Responders
{
    internal const string Name = "responders";

    /// <summary>The first argument is their number. Prints their port, then answers until the input ends.</summary>
    internal static void Serve(string[] arguments)
    {
        int count = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var sockets = new List<Socket>();
        int port = 0;
        for (int i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(AddressOf(i), port));
            port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            sockets.Add(socket);
            _ = AnswerAsync(socket, i);
        }
        Console.WriteLine(port.ToString(CultureInfo.InvariantCulture));
        Console.In.ReadToEnd();
        foreach (var socket in sockets)
            socket.Dispose();
    }

    internal static IPAddress AddressOf(int index) => new([127, 77, (byte)(index / 250), (byte)(index % 250 + 1)]);

    private static async Task AnswerAsync(Socket socket, int index)
    {
        string header = ":r" + index.ToString(CultureInfo.InvariantCulture) + ":responder:";
        byte[] buffer = new byte[2_048];
        var from = new SocketAddress(AddressFamily.InterNetwork);
        try
        {
            while (true)
            {
                int count = await socket.ReceiveFromAsync(buffer, SocketFlags.None, from, CancellationToken.None).ConfigureAwait(false);
                if (Answer(buffer.AsSpan(0, count), header) is { } answer)
                    await socket.SendToAsync(answer, SocketFlags.None, from, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The socket was closed at the end of the input.
        }
    }

    private static byte[]? Answer(ReadOnlySpan<byte> datagram, string header)
    {
        if (!PacketReader.TryRead(datagram, out var packet))
            return null;
        string number = Encoding.ASCII.GetString(packet.Number);
        return packet.Command switch
        {
            Command.SendMessage => Encoding.ASCII.GetBytes("1:" + number + header + "33:" + number + "\0"),
            // ANSENTRY with CAPUTF8OPT.
            Command.Entry => Encoding.ASCII.GetBytes("1:" + number + header + "16777219:responder\0\0"),
            _ => null,
        };
    }
}
