using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Recognises replays of signed messages, from any address and after any time: the encrypted session key is unique to a message, and a
/// recorded message cannot be changed into another one. Messages whose signature could not be verified yet count too, under the names of
/// their headers: otherwise they could be replayed once the key is known. The digest covers the whole content, because a damaged copy that
/// arrives first must not exclude the message itself.
/// </summary>
internal sealed class ReplayFilter(IRandomSource random)
{
    internal const int Capacity = 65_536;

    private readonly Dictionary<DuplicateKey, ArrivalState> _seen = [];
    private readonly Queue<DuplicateKey> _order = new();
    private SipHash128? _hash;

    /// <summary>
    /// Returns the state of the first arrival, and adds a message that is new. An unsigned message is always new.
    /// </summary>
    internal ArrivalState Add(IncomingMessage message)
    {
        if (KeyOf(message) is not { } key)
            return ArrivalState.New;
        if (_seen.TryGetValue(key, out var state)
            || message.Envelope!.Signature == SignatureStatus.Valid
                && _seen.TryGetValue(KeyOf(message, NamesOf(message)), out state))
            return state;
        message.ReplayKey = new ReplayKey(key);
        _seen[key] = ArrivalState.Pending;
        _order.Enqueue(key);
        if (_order.Count > Capacity)
            _seen.Remove(_order.Dequeue());
        return ArrivalState.New;
    }

    /// <summary>Loads the digests that earlier processes have stored, like <see cref="DuplicateFilter.Load"/>.</summary>
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

    /// <summary>Marks a message as stored.</summary>
    internal void MarkKept(IncomingMessage message)
    {
        if (KeyOf(message) is { } key && _seen.ContainsKey(key))
            _seen[key] = ArrivalState.Kept;
    }

    /// <summary>Removes a message that could not be stored; its next repetition counts as new.</summary>
    internal void Remove(IncomingMessage message)
    {
        if (KeyOf(message) is { } key)
            _seen.Remove(key);
    }

    private DuplicateKey? KeyOf(IncomingMessage message) => message.Envelope?.Signature switch
    {
        // A valid signature counts under any name.
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
            // The length before each part separates the parts.
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.CopyTo(rest.Slice(sizeof(int)));
            rest = rest.Slice(sizeof(int) + part.Length);
        }
        return (_hash ??= SipHash128.Create(random)).Of(whole);
    }
}
