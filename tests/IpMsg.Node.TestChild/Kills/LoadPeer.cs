using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace IpMsg.Node.TestChild.Kills;

/// <summary>
/// A peer that sends messages as fast as they are confirmed, and repeats those that are not, like every client. It notes which were
/// confirmed.
/// </summary>
internal sealed class LoadPeer : IDisposable
{
    private const int Window = 64, RepeatMs = 150, ReceiveMs = 20;

    private const long FirstNumber = 1_790_000_000;
    private const uint Command = 0x120, Entry = 0x0100_0003, Seal = 0x200, NoLog = 0x2_0000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = ReceiveMs };
    private readonly Thread _thread;
    private readonly object _gate = new();
    private readonly Dictionary<string, (byte[] Datagram, long SentAt)> _pending = [];
    private readonly Dictionary<string, int> _confirmed = [];
    private readonly byte[] _answer = new byte[65_536];
    private IPEndPoint? _target;
    private int _session;
    private bool _isFinishing, _isDisposed;

    internal LoadPeer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _thread = new Thread(Run);
        _thread.Start();
    }

    /// <summary>The number of messages.</summary>
    internal int Sent { get; private set; }

    /// <summary>The number of repetitions.</summary>
    internal int Repeated { get; private set; }

    /// <summary>The number of messages that a session has taken; new messages wait while too many are untaken.</summary>
    internal int Taken;

    /// <summary>The number of messages that may be untaken. An inbox has room for 10,000.</summary>
    internal int MaxUntaken = 4_000;

    /// <summary>The packet numbers of the confirmed messages, each with the session that was running at its confirmation.</summary>
    internal Dictionary<string, int> Confirmed
    {
        get
        {
            lock (_gate)
                return new(_confirmed);
        }
    }

    /// <summary>Sends to a session from now on.</summary>
    /// <param name="session">The number of the session.</param>
    /// <param name="port">Its port; 0 while there is none.</param>
    internal void Target(int session, int port)
    {
        lock (_gate)
        {
            _session = session;
            _target = port == 0 ? null : new IPEndPoint(IPAddress.Loopback, port);
            // A stranger would be introduced with every message.
            if (_target is not null)
                _socket.SendTo(Encoding.ASCII.GetBytes("1:" + FirstNumber + ":suzuki:PC-7:" + Entry + ":suzuki\0\0"), _target);
        }
    }

    /// <summary>Sends no new messages, and returns when all are confirmed; false when that takes too long.</summary>
    internal bool Finish(TimeSpan maxWait)
    {
        var waited = Stopwatch.StartNew();
        lock (_gate)
        {
            _isFinishing = true;
            while (_pending.Count > 0 && waited.Elapsed < maxWait)
                Monitor.Wait(_gate, ReceiveMs);
            return _pending.Count == 0;
        }
    }

    /// <summary>
    /// Waits until that many messages are confirmed, or all that were sent when <see cref="MaxUntaken"/> permits no more; false when that
    /// takes too long.
    /// </summary>
    internal bool WaitForConfirmed(int count, TimeSpan maxWait)
    {
        var waited = Stopwatch.StartNew();
        lock (_gate)
        {
            while (!HasConfirmed(count) && waited.Elapsed < maxWait)
                Monitor.Wait(_gate, ReceiveMs);
            return HasConfirmed(count);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _thread.Join();
        _socket.Dispose();
    }

    private bool HasConfirmed(int count) => _confirmed.Count >= count || IsFull && _pending.Count == 0;

    private bool IsFull => Sent - Volatile.Read(ref Taken) >= Volatile.Read(ref MaxUntaken);

    private void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_isDisposed)
                    return;
                if (_target is not null)
                    Send(_target);
            }
            Receive();
        }
    }

    private void Send(IPEndPoint target)
    {
        long now = Environment.TickCount64;
        foreach (var (number, (datagram, sentAt)) in _pending)
        {
            if (now - sentAt < RepeatMs)
                continue;
            _pending[number] = (datagram, now);
            Repeated++;
            _socket.SendTo(datagram, target);
        }
        while (!_isFinishing && _pending.Count < Window && !IsFull)
        {
            string number = (FirstNumber + ++Sent).ToString(CultureInfo.InvariantCulture);
            byte[] datagram = Message(number, Sent);
            _pending.Add(number, (datagram, now));
            _socket.SendTo(datagram, target);
        }
    }

    // What lies on the disk in different ways: sealed texts, texts that leave it, and lines of several sizes.
    private static byte[] Message(string number, int index)
    {
        uint options = (index % 40 == 0 ? Seal : 0) | (index % 30 == 7 ? NoLog : 0);
        string text = "message " + number + new string('x', index % 50 == 3 ? 3_000 : index % 90);
        return Encoding.ASCII.GetBytes("1:" + number + ":suzuki:PC-7:" + (Command | options) + ":" + text + "\0");
    }

    private void Receive()
    {
        try
        {
            do
            {
                string[] words = Encoding.UTF8.GetString(_answer, 0, _socket.Receive(_answer)).TrimEnd('\0').Split(':');
                if (words is [_, _, _, _, "33", var number])
                    Confirm(number);
            }
            while (_socket.Available > 0);
        }
        catch (SocketException silence) when (silence.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            // Nobody confirms at present.
        }
    }

    private void Confirm(string number)
    {
        lock (_gate)
        {
            if (_pending.Remove(number))
                _confirmed.Add(number, _session);
            Monitor.PulseAll(_gate);
        }
    }
}
