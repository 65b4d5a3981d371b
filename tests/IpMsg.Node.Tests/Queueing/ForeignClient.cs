using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace IpMsg.Node.Tests.Queueing;

/// <summary>
/// A client of another kind, without encryption: it answers entries, shows messages and confirms them, and forgets when told to.
/// </summary>
internal sealed class ForeignClient : IDisposable
{
    private const int Entry = 1, Exit = 2, AnswerEntry = 3, SendMessage = 0x20, ReceiveMessage = 0x21, SendCheck = 0x100;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly List<(string Number, string Text)> _shown = [];
    private readonly string _user;
    private HashSet<string> _remembered = [];
    private int _number = 1000;

    internal ForeignClient(string address, string user = "carol")
    {
        _user = user;
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        new Thread(Receive) { IsBackground = true }.Start();
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>False to show messages and confirm nothing.</summary>
    internal volatile bool Confirms = true;

    /// <summary>False to be silent.</summary>
    internal volatile bool IsThere = true;

    /// <summary>What it has shown, in order: number and text.</summary>
    internal IReadOnlyList<(string Number, string Text)> Shown
    {
        get
        {
            lock (_shown)
                return [.. _shown];
        }
    }

    /// <summary>Forgets which numbers it has shown.</summary>
    internal void Forget()
    {
        lock (_shown)
            _remembered = [];
    }

    internal void Enter(IPEndPoint to) => Send(Entry, _user, to);

    internal void Leave(IPEndPoint to) => Send(Exit, _user, to);

    public void Dispose() => _socket.Dispose();

    private void Send(int command, string body, EndPoint to) => _socket.SendTo(Encoding.UTF8.GetBytes(string.Format(
        CultureInfo.InvariantCulture, "1:{0}:{1}:{2}-PC:{3}:{4}\0", Interlocked.Increment(ref _number), _user, _user.ToUpperInvariant(),
        command, body)), to);

    private void Receive()
    {
        byte[] buffer = new byte[65_536];
        try
        {
            while (true)
            {
                EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                int length = _socket.ReceiveFrom(buffer, ref from);
                string[] words = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 6);
                if (IsThere)
                    Handle(words, from);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
        }
    }

    private void Handle(string[] words, EndPoint from)
    {
        uint command = uint.Parse(words[4], CultureInfo.InvariantCulture);
        if ((command & 0xFF) == Entry)
            Send(AnswerEntry, _user, from);
        if ((command & 0xFF) != SendMessage)
            return;
        lock (_shown)
        {
            if (_remembered.Add(words[1]))
                _shown.Add((words[1], words[5].Split('\0')[0]));
        }
        if (Confirms && (command & SendCheck) != 0)
            Send(ReceiveMessage, words[1], from);
    }
}
