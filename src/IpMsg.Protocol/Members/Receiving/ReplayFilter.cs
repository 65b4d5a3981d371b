using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Recognises signed messages that have been here before, wherever they come from this time and however much later: encrypted session
/// keys are never the same twice, and nobody can make another from one that he has overheard. Those that could not be checked yet count
/// as well, under the names they bore, or the first of each stranger could be shown again once his key is known. All that is in them
/// counts, or a damaged copy that is faster would keep the message itself away.
/// </summary>
internal sealed class ReplayFilter(IRandomSource random)
{
    internal const int Capacity = 65_536;

    private readonly Dictionary<DuplicateKey, ArrivalState> _seen = [];
    private readonly Queue<DuplicateKey> _order = new();
    private SipHash128? _hash;

    /// <summary>
    /// Whether it has been here; if not, its place is taken. What nobody has signed is always new: anybody can say it again.
    /// </summary>
    internal ArrivalState Add(IncomingMessage message)
    {
        if (KeyOf(message) is not { } key)
            return ArrivalState.New;
        if (_seen.TryGetValue(key, out var state)
            || message.Envelope!.Signature == SignatureStatus.Valid
                && _seen.TryGetValue(KeyOf(message, NamesOf(message)), out state))
            return state;
        message.ReplayKey = key;
        _seen[key] = ArrivalState.Pending;
        _order.Enqueue(key);
        if (_order.Count > Capacity)
            _seen.Remove(_order.Dequeue());
        return ArrivalState.New;
    }

    /// <summary>Takes over what earlier processes have stored, like <see cref="DuplicateFilter.Load"/>.</summary>
    internal void Load(SipHash128 hash, IEnumerable<DuplicateKey> kept)
    {
        _hash = hash;
        foreach (var key in kept)
        {
            if (!_seen.ContainsKey(key))
                _order.Enqueue(key);
            _seen[key] = ArrivalState.Kept;
        }
    }

    /// <summary>The message is safe.</summary>
    internal void MarkKept(IncomingMessage message)
    {
        if (KeyOf(message) is { } key && _seen.ContainsKey(key))
            _seen[key] = ArrivalState.Kept;
    }

    /// <summary>It is not, and its next repetition is taken for the message itself.</summary>
    internal void Remove(IncomingMessage message)
    {
        if (KeyOf(message) is { } key)
            _seen.Remove(key);
    }

    private DuplicateKey? KeyOf(IncomingMessage message) => message.Envelope?.Signature switch
    {
        // Whoever bears the name by which it is valid.
        SignatureStatus.Valid => KeyOf(message, ""),
        SignatureStatus.UnknownKey => KeyOf(message, NamesOf(message)),
        _ => null,
    };

    private static string NamesOf(IncomingMessage message) => (FingerprintName.Bare(message.User) + ":" + message.Host).ToUpperInvariant();

    private DuplicateKey KeyOf(IncomingMessage message, string names)
    {
        var envelope = message.Envelope!.Envelope;
        byte[][] parts = [envelope.SessionKey, envelope.Ciphertext, envelope.Signature!, Encoding.UTF8.GetBytes(names)];
        int length = 0;
        foreach (byte[] part in parts)
            length += sizeof(int) + part.Length;
        byte[] whole = new byte[length];
        var rest = whole.AsSpan();
        foreach (byte[] part in parts)
        {
            // With its length before it, none can pass for a piece of another.
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.CopyTo(rest.Slice(sizeof(int)));
            rest = rest.Slice(sizeof(int) + part.Length);
        }
        return (_hash ??= SipHash128.Create(random)).Of(whole);
    }
}
