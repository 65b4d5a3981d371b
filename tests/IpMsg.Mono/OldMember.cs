using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Mono;

/// <summary>
/// A member like the clients of before 2010: its only key has 1,024 bits, so others use Blowfish. It runs the state machine on a socket of
/// its own, as other programs do with the library.
/// </summary>
internal sealed class OldMember : IDisposable
{
    private readonly OwnKeys _keys = new(null, PrivateKey.Generate(1024));
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly object _gate = new();
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly MemberMachine _member;
    private readonly UdpClient _socket;
    private readonly Thread _thread;
    private volatile bool _isOver;

    internal OldMember(string name, IPEndPoint place, IPEndPoint other)
    {
        EndPoint = place;
        _socket = new UdpClient(place);
        var codec = new TextCodec(Encoding.GetEncoding(932), Encoding.GetEncoding(936));
        var settings = new MemberSettings(name, name + "-pc", codec) { NickName = name, Keys = _keys, AllowsWeakCiphers = true };
        _member = new MemberMachine(settings, new Numbers(), new Chance()) { AcceptsMessages = true };
        _member.SetNetworks([other], [], place.Port);
        _member.Announce(Now);
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    internal IPEndPoint EndPoint { get; }

    private Moment Now => new(_clock.Elapsed, DateTimeOffset.UtcNow);

    internal bool Knows(IPEndPoint other)
    {
        lock (_gate)
            return _member.MemberAt(other) is not null;
    }

    internal IncomingMessage? Take()
    {
        IncomingMessage? message = null;
        SpinWait.SpinUntil(() =>
        {
            lock (_gate)
                return (message = _member.Inbox.Dequeue()) is not null;
        }, TimeSpan.FromSeconds(30));
        return message;
    }

    internal void Send(IPEndPoint to, string text)
    {
        lock (_gate)
            _member.Dispatch(Now, _member.Compose(Now, new OutgoingMessage(text), [to]).Deliveries);
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _socket.Dispose();
        _random.Dispose();
    }

    private void Run()
    {
        while (!_isOver)
        {
            bool isReadable = _socket.Client.Poll(10_000, SelectMode.SelectRead);
            lock (_gate)
            {
                IPEndPoint? from = null;
                if (isReadable)
                    _member.Receive(Now, _socket.Receive(ref from), from!);
                _member.Advance(Now);
                CarryOut();
            }
        }
    }

    private void CarryOut()
    {
        bool isDone = false;
        while (!isDone)
        {
            while (_member.Outputs.TryDequeueTransmit(out var datagram))
                _socket.Send(datagram.Buffer, datagram.Length, datagram.To);
            isDone = true;
            while (_member.Outputs.TryDequeueEvent(out var raised))
            {
                isDone = false;
                if (raised is EncryptionRequested { Job: var job })
                    _member.CompleteEncryption(Now, job, job.Encrypt(_keys, SessionKey(job)));
                else if (raised is DecryptionRequested { Arrival: var arrival })
                    _member.CompleteDecryption(Now, arrival, arrival.Decrypt(_keys, allowsWeak: true));
            }
        }
    }

    private byte[] SessionKey(EncryptionJob job)
    {
        byte[] key = new byte[job.Suite.SessionKeyLength];
        _random.GetBytes(key);
        return key;
    }

    private sealed class Numbers : IPacketNumbers
    {
        private uint _last;

        public uint Next(Moment now) => _last = Math.Max(_last + 1, (uint)now.Wall.ToUnixTimeSeconds());
    }

    private sealed class Chance : IRandomSource
    {
        private readonly Random _random = new();

        public int Next(int minimum, int limit) => _random.Next(minimum, limit);
    }
}
