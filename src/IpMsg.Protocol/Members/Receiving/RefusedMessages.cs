using System;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Remembers messages that a limit has refused, to recognise their repetitions: clients repeat a message a second later (R44), and a
/// flood of ever new messages repeats none. The memory is constant: a new message replaces the oldest of its set.
/// </summary>
internal sealed class RefusedMessages
{
    /// <summary>The number of messages: those of some seconds, at 10,000 a second.</summary>
    internal const int Capacity = 65_536;

    private const int SetLength = 8, Sets = Capacity / SetLength;

    // Half of the digest is enough: a wrong match gives a forged message the chance of a repetition.
    private ulong[] _messages = [];

    // The place in each set that is replaced next.
    private byte[] _next = [];

    /// <summary>Remembers a message.</summary>
    internal void Add(DuplicateKey key)
    {
        if (_messages.Length == 0)
            (_messages, _next) = (new ulong[Capacity], new byte[Sets]);
        if (Contains(key))
            return;
        int set = SetOf(key);
        _messages[set * SetLength + _next[set]] = key.Second;
        _next[set] = (byte)((_next[set] + 1) % SetLength);
    }

    /// <summary>True for a message that was refused before.</summary>
    internal bool Contains(DuplicateKey key) =>
        _messages.Length > 0 && _messages.AsSpan(SetOf(key) * SetLength, SetLength).IndexOf(key.Second) >= 0;

    // The digest is keyed, so nobody can choose the set.
    private static int SetOf(DuplicateKey key) => (int)(key.First % Sets);
}
