using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Transport;

/// <summary>
/// Tests from outside whether a listener works, also one of another process: its UDP port answers IPMSG_GETINFO (R55), and its TCP port
/// accepts connections. The probe sends no entry, so it appears in no list of members.
/// </summary>
internal sealed class ListenerProbe
{
    // An answer to an address that has answered nothing is at most three times as long as the request (R117). This is enough for the
    // longest names, and the content of the request is ignored (R55).
    private const int RequestLength = 200;

    private const byte Padding = (byte)'-';

    private static readonly byte[] s_name = TextCodec.Utf8.GetBytes("probe");

    // A listener under load may drop a datagram.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    // So that Ctrl+C ends the wait soon.
    private const int SliceMicroseconds = 50_000;

    private readonly IPEndPoint _target;
    private readonly uint _number;

    /// <param name="target">The endpoint of the listener.</param>
    /// <param name="number">The packet number of the request.</param>
    internal ListenerProbe(IPEndPoint target, uint number)
    {
        _target = target;
        _number = number;
    }

    /// <summary>Asks until an answer has come or the time is over.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    internal ListenerProbeResult Run(TimeSpan timeout, CancellationToken stop)
    {
        var deadline = new Deadline(timeout);
        var result = AskVersion(deadline, stop);
        return result with { ConnectFailure = Connect(deadline, stop) };
    }

    private ListenerProbeResult AskVersion(Deadline deadline, CancellationToken stop)
    {
        string? failure = null;
        try
        {
            using var socket = new Socket(_target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            // Only datagrams of the target arrive at a connected socket, and the system reports a port that nobody has bound.
            socket.Connect(_target);
            byte[] request = Request();
            byte[] answer = new byte[PacketWriter.MaxDatagram];
            while (!deadline.IsOver)
            {
                failure = Send(socket, request);
                var sent = Stopwatch.StartNew();
                while (sent.Elapsed < s_interval && !deadline.IsOver)
                {
                    stop.ThrowIfCancellationRequested();
                    if (!socket.Poll(SliceMicroseconds, SelectMode.SelectRead))
                        continue;
                    int length = Receive(socket, answer, ref failure);
                    if (ReadVersion(answer.AsSpan(0, length)) is { } version)
                        return new ListenerProbeResult(sent.Elapsed, version, null, null);
                }
            }
        }
        catch (SocketException exception)
        {
            failure = exception.Message;
        }
        return new ListenerProbeResult(null, null, failure ?? "No answer.", null);
    }

    // A listener that starts meanwhile answers the next request, so an error does not end the wait.
    private static string? Send(Socket socket, byte[] request)
    {
        try
        {
            socket.Send(request);
            return null;
        }
        catch (SocketException exception)
        {
            return exception.Message;
        }
    }

    private static int Receive(Socket socket, byte[] answer, ref string? failure)
    {
        try
        {
            return socket.Receive(answer);
        }
        catch (SocketException exception)
        {
            failure = exception.Message;
            return 0;
        }
    }

    private byte[] Request()
    {
        byte[] request = new byte[RequestLength];
        var writer = new PacketWriter(request);
        writer.Header(_number, s_name, s_name, (uint)Command.GetInfo | (uint)(MessageFlags.Utf8 | MessageFlags.CanUtf8));
        while (writer.Length < RequestLength)
            writer.Byte(Padding);
        return request;
    }

    private static string? ReadVersion(ReadOnlySpan<byte> datagram)
    {
        if (!PacketReader.TryRead(datagram, out var packet) || packet.Command != Command.SendInfo)
            return null;
        // Without the flag, only a version in ASCII is certain.
        return PacketReader.Text(packet.Body, packet.IsUtf8 ? TextCodec.Utf8 : Encoding.ASCII).Trim('\n');
    }

    private string? Connect(Deadline deadline, CancellationToken stop)
    {
        using var socket = new Socket(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var connecting = socket.BeginConnect(_target, null, null);
            using var waiting = connecting.AsyncWaitHandle;
            int ended = WaitHandle.WaitAny([waiting, stop.WaitHandle], Math.Max(1, deadline.RemainingMs));
            stop.ThrowIfCancellationRequested();
            if (ended == WaitHandle.WaitTimeout)
                return "No connection.";
            socket.EndConnect(connecting);
            return null;
        }
        catch (SocketException exception)
        {
            return exception.Message;
        }
    }
}
