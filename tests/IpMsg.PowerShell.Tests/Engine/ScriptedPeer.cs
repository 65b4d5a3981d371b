using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>Somebody else's client on a raw socket: records what comes and answers as far as it is told to.</summary>
internal sealed class ScriptedPeer : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(150);
    private static readonly Stopwatch s_clock = Stopwatch.StartNew();
    private static int s_number = 1_700_000_000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly List<PeerDatagram> _received = [];
    private readonly Thread _thread;

    internal ScriptedPeer(IPEndPoint place, string nick)
    {
        Nick = nick;
        _socket.ReceiveBufferSize = 1 << 20;
        _socket.Bind(place);
        ArrivalTime.Watch(_socket);
        EndPoint = place;
        Host = "HOST-" + place.Address;
        _thread = new Thread(Receive) { IsBackground = true, Name = "Peer " + place };
        _thread.Start();
    }

    internal IPEndPoint EndPoint { get; }

    internal string Nick { get; set; }

    internal string Group { get; set; } = "";

    internal string User { get; set; } = "user";

    /// <summary>One a peer, for user and host tell members apart.</summary>
    internal string Host { get; set; }

    internal uint Status { get; set; } = Wire.CanUtf8;

    internal bool Confirms { get; set; } = true;

    internal bool AnswersEntries { get; set; } = true;

    internal string? Version { get; set; }

    internal string? AbsenceText { get; set; }

    /// <summary>Any other answer: body by command, to be sent as that command plus one.</summary>
    internal Func<PeerDatagram, (uint Word, string Body)?>? Also { get; set; }

    internal static TimeSpan Now => s_clock.Elapsed;

    internal PeerDatagram[] Received
    {
        get
        {
            lock (_received)
                return [.. _received];
        }
    }

    internal PeerDatagram[] ReceivedOf(int command) => [.. Received.Where(each => each.Command == command)];

    internal void Forget()
    {
        lock (_received)
            _received.Clear();
    }

    /// <summary>Waits until so many of a command have come.</summary>
    internal PeerDatagram[] Await(int command, int count = 1)
    {
        Eventually.True(() => ReceivedOf(command).Length >= count, count + " of command " + command + " reach " + Nick);
        return ReceivedOf(command);
    }

    /// <summary>Sends a packet and tells its number.</summary>
    internal string Send(IPEndPoint to, uint word, string rest, string? number = null)
    {
        number ??= Interlocked.Increment(ref s_number).ToString(CultureInfo.InvariantCulture);
        SendRaw(to, "1:" + number + ":" + User + ":" + Host + ":" + word.ToString(CultureInfo.InvariantCulture) + ":" + rest);
        return number;
    }

    internal void SendRaw(IPEndPoint to, string datagram) => _socket.SendTo(Encoding.UTF8.GetBytes(datagram), to);

    internal void SendRaw(IPEndPoint to, byte[] datagram) => _socket.SendTo(datagram, to);

    internal string Message(IPEndPoint to, string text, uint flags = Wire.SendCheck) =>
        Send(to, Wire.SendMessage | flags | Wire.Utf8 | Wire.CanUtf8, text + "\0");

    internal void Enter(IPEndPoint to) => Send(to, Wire.Entry | Status, Names());

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    /// <summary>From now on an old client, that neither reads nor writes UTF-8.</summary>
    internal void IsOld() => Status = 0;

    // A confirmation that comes late on a busy machine brings the message again, 200 ms after the first at least (R44). What comes sooner
    // is no repetition. Peers that confirm nothing show all transmissions.
    private bool IsRepetition(PeerDatagram datagram) => datagram.Command == Wire.SendMessage
        && _received.Exists(each => datagram.At - each.At > s_soon
            && each.Bytes.AsSpan().TrimEnd((byte)0).SequenceEqual(datagram.Bytes.AsSpan().TrimEnd((byte)0)));

    private string Names() => Nick + "\0" + Group + "\0\nNN:" + Nick + "\nGN:" + Group;

    private void Receive()
    {
        byte[] buffer = new byte[65_536];
        while (true)
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            int count;
            try
            {
                count = _socket.ReceiveFrom(buffer, ref from);
            }
            // Disposed: the test is over. Anything else would be an answer of the system's that a datagram of ours had no receiver.
            catch (SocketException end) when (end.SocketErrorCode is SocketError.ConnectionRefused or SocketError.ConnectionReset)
            {
                continue;
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                return;
            }
            var datagram = new PeerDatagram(s_clock.Elapsed - ArrivalTime.Lateness(_socket), (IPEndPoint)from, buffer[..count]);
            lock (_received)
            {
                if (!Confirms || !IsRepetition(datagram))
                    _received.Add(datagram);
            }
            try
            {
                Answer(datagram);
            }
            catch (ObjectDisposedException)
            {
                // The test was over between the question and its answer.
                return;
            }
        }
    }

    private void Answer(PeerDatagram datagram)
    {
        if (Also?.Invoke(datagram) is var (word, body))
            Send(datagram.From, word, body + "\0");
        else if (datagram.Command == Wire.SendMessage && Confirms && datagram.Has(Wire.SendCheck))
            Send(datagram.From, Wire.ReceiveMessage, datagram.Number + "\0");
        else if (datagram.Command == Wire.Entry && AnswersEntries)
            Send(datagram.From, Wire.AnswerEntry | Status | (Status & Wire.CanUtf8) >> 1, Nick + "\0" + Group + "\0");
        else if (datagram.Command == Wire.GetInfo && Version is not null)
            Send(datagram.From, Wire.SendInfo | Wire.Utf8, Version + "\0");
        else if (datagram.Command == Wire.GetAbsence && AbsenceText is not null)
            Send(datagram.From, Wire.SendAbsence | Wire.Utf8, AbsenceText + "\0");
    }
}
