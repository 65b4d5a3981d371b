using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>What the member has sent so far, as its peers see it.</summary>
internal sealed class SentNumbers
{
    private readonly Dictionary<IPEndPoint, byte[]> _lastMessage = [];
    private readonly HashSet<(IPEndPoint, uint)> _messages = [];
    private readonly HashSet<IPEndPoint> _asked = [];

    internal void Add(IPEndPoint to, byte[] datagram)
    {
        byte[]? bytes = Dictionaries.PacketOf(datagram);
        if (!PacketReader.TryRead(bytes, out var packet) || !PacketNumber.TryRead(packet.Number, out uint number))
            return;
        if (packet.Command == Command.GetPublicKey)
            _asked.Add(to);
        if (packet.Command != Command.SendMessage)
            return;
        _lastMessage[to] = bytes!;
        _messages.Add((to, number));
    }

    /// <summary>The last message to an endpoint; null for none.</summary>
    internal byte[]? LastMessageTo(IPEndPoint to) => _lastMessage.GetValueOrDefault(to);

    /// <summary>True when a message with the number went to the endpoint.</summary>
    internal bool HasMessage(IPEndPoint to, uint number) => _messages.Contains((to, number));

    /// <summary>The endpoints to which a message with the number went.</summary>
    internal IEnumerable<IPEndPoint> RecipientsOf(uint number)
    {
        foreach (var (to, sent) in _messages)
        {
            if (sent == number)
                yield return to;
        }
    }

    /// <summary>True when the endpoint was asked for its key.</summary>
    internal bool HasAskedForKey(IPEndPoint to) => _asked.Contains(to);
}
