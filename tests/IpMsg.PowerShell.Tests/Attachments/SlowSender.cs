using System;
using System.Net.Sockets;
using System.Threading;
using IpMsg.PowerShell.Tests.Engine;

namespace IpMsg.PowerShell.Tests.Attachments;

/// <summary>A client that offers a file and sends it as slowly as a test wants it.</summary>
internal sealed class SlowSender : IDisposable
{
    private readonly ScriptedPeer _peer;
    private readonly TcpListener _door;
    private volatile bool _isOver;

    /// <param name="peer">Who offers it.</param>
    /// <param name="pieces">What is sent, piece by piece, every 30 ms; null for nothing at all.</param>
    internal SlowSender(ScriptedPeer peer, int? pieces)
    {
        _peer = peer;
        _door = new TcpListener(peer.EndPoint);
        _door.Start();
        new Thread(() => Serve(pieces)) { IsBackground = true }.Start();
    }

    internal const int PieceSize = 1_000;

    /// <summary>True to close after the last piece, instead of waiting for the receiver to close.</summary>
    internal bool HangsUp { get; init; }

    /// <summary>True once the receiver has requested the file.</summary>
    internal bool IsAsked { get; private set; }

    /// <summary>True once the receiver has closed the connection.</summary>
    internal bool IsLeft { get; private set; }

    /// <summary>Offers a file of so many pieces.</summary>
    internal void Offer(IpMsgListener to, string name, int pieces) =>
        _peer.Send(to.Node.LocalEndPoint, Wire.SendMessage | Wire.SendCheck | Wire.FileAttach | Wire.Utf8 | Wire.CanUtf8,
            "here\0" + "7:" + name + ":" + (pieces * PieceSize).ToString("x", null) + ":6553f100:1:\a\0");

    public void Dispose()
    {
        _isOver = true;
        _door.Stop();
    }

    private void Serve(int? pieces)
    {
        try
        {
            using var connection = _door.AcceptSocket();
            connection.Receive(new byte[1_000]);
            IsAsked = true;
            for (int piece = 0; !_isOver && piece < (pieces ?? int.MaxValue); piece++)
            {
                if (pieces is not null)
                    connection.Send(new byte[PieceSize]);
                if (connection.Poll(30_000, SelectMode.SelectRead))
                    break;
            }
            if (!HangsUp)
                connection.Receive(new byte[1]);
            IsLeft = true;
        }
        catch (SocketException)
        {
            IsLeft = true;
        }
        catch (InvalidOperationException)
        {
            // The test ended before a connection, or during the transfer.
        }
    }
}
