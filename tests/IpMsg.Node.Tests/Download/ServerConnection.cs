using System;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Testing;

namespace IpMsg.Node.Tests.Download;

/// <summary>One connection of a <see cref="ScriptedServer"/>, its request read.</summary>
internal sealed class ServerConnection
{
    private readonly Socket _socket;

    internal ServerConnection(Socket socket)
    {
        _socket = socket;
        socket.NoDelay = true;
        socket.ReceiveTimeout = 10_000;
        byte[] request = new byte[4096];
        int length = socket.Receive(request);
        Request = EscapedText.Show(request.AsSpan(0, length));
    }

    /// <summary>What was asked for, in one receive, as the reference client reads it.</summary>
    internal string Request { get; }

    /// <summary>Where to begin.</summary>
    internal long Offset => long.Parse(Request.Split(':')[7], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>The same for a sender that reads decimal numbers, up to the first letter.</summary>
    internal long DecimalOffset
    {
        get
        {
            string text = Request.Split(':')[7];
            int digits = 0;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
                digits++;
            return digits == 0 ? 0 : long.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        }
    }

    internal void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[_socket.Send(bytes)..];
    }

    internal void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <summary>As honest senders end: they wait for the other side to close.</summary>
    internal void WaitForClose()
    {
        while (_socket.Receive(new byte[256]) > 0)
        {
        }
    }

    /// <summary>Says something every so often until the other side has gone.</summary>
    internal void Trickle(ReadOnlySpan<byte> bytes, int milliseconds)
    {
        for (int at = 0; ; at++)
        {
            Send(bytes.Slice(at % bytes.Length, 1));
            Thread.Sleep(milliseconds);
        }
    }

    internal void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }
}
