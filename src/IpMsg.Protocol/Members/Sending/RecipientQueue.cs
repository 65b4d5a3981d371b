using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The deliveries to a recipient, sent one at a time in order: some clients drop a number that is not greater than the last one.
/// </summary>
internal sealed class RecipientQueue(IPEndPoint to, ProtocolTimer repeatTimer)
{
    internal IPEndPoint To => to;

    /// <summary>Fires at the next transmission of the current delivery.</summary>
    internal ProtocolTimer RepeatTimer => repeatTimer;

    /// <summary>The queued deliveries.</summary>
    internal Queue<Delivery> Waiting { get; } = new();

    /// <summary>The current delivery; null while the queue waits for the pacer.</summary>
    internal Delivery? Current { get; set; }

    internal bool IsEmpty => Current is null && Waiting.Count == 0;

    /// <summary>The first queued delivery; null for an empty queue.</summary>
    internal Delivery? Next => Waiting.Count > 0 ? Waiting.Peek() : null;

    /// <summary>Makes the next pending delivery the current one. False when there is none.</summary>
    internal bool TryAdvance()
    {
        while (Current is null && Waiting.Count > 0)
        {
            var next = Waiting.Dequeue();
            if (next.Status == DeliveryStatus.Pending)
                Current = next;
        }
        return Current is not null;
    }
}
