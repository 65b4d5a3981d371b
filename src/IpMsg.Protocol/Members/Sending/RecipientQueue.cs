using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The deliveries to one recipient, in order. One is under way at a time: some clients drop a number that is not greater than the last.
/// </summary>
internal sealed class RecipientQueue(Outbox outbox, IPEndPoint to) : ProtocolTimer
{
    private readonly Queue<Delivery> _waiting = new();

    internal IPEndPoint To => to;

    /// <summary>The delivery under way; null while the lane waits for its turn.</summary>
    internal Delivery? Current { get; set; }

    internal bool IsEmpty => Current is null && _waiting.Count == 0;

    /// <summary>Whose turn is next; null when nobody waits.</summary>
    internal Delivery? Next => _waiting.Count > 0 ? _waiting.Peek() : null;

    internal void Add(Delivery delivery) => _waiting.Enqueue(delivery);

    /// <summary>Starts the next delivery that still wants to be sent; false when there is none.</summary>
    internal bool TryAdvance()
    {
        while (Current is null && _waiting.Count > 0)
        {
            var next = _waiting.Dequeue();
            if (next.Status == DeliveryStatus.Pending)
                Current = next;
        }
        return Current is not null;
    }

    internal override void OnExpired() => outbox.Repeat(this);
}
