using System.Collections.Generic;

namespace IpMsg.Protocol;

/// <summary>
/// Recognises signed messages that have been here before, wherever they come from this time and however much later: encrypted session
/// keys are never the same twice, and nobody can make another from one that he has overheard. Only what was valid counts, or a damaged
/// copy that is faster would keep the message itself away.
/// </summary>
internal sealed class ReplayFilter(IRandomSource random)
{
    internal const int Capacity = 65_536;

    private readonly HashSet<DuplicateKey> _seen = [];
    private readonly Queue<DuplicateKey> _order = new();
    private KeyedDigest? _digest;

    internal bool Knows(OpenedEnvelope envelope) => _seen.Contains(KeyOf(envelope));

    internal void Add(OpenedEnvelope envelope)
    {
        var key = KeyOf(envelope);
        if (!_seen.Add(key))
            return;
        _order.Enqueue(key);
        if (_order.Count > Capacity)
            _seen.Remove(_order.Dequeue());
    }

    private DuplicateKey KeyOf(OpenedEnvelope envelope) => (_digest ??= KeyedDigest.Create(random)).Of(envelope.SessionKey);
}
