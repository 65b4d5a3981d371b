using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The deliveries to one recipient, in order. One is under way at a time: some clients drop a number that is not greater than the last.
/// </summary>
internal sealed class RecipientQueue(IPEndPoint to, ProtocolTimer repeatTimer)
{
    internal IPEndPoint To => to;

    /// <summary>Fires when the delivery under way is to be transmitted again.</summary>
    internal ProtocolTimer RepeatTimer => repeatTimer;

    /// <summary>The deliveries that wait for their turn.</summary>
    internal Queue<Delivery> Waiting { get; } = new();

    /// <summary>The delivery under way; null while the queue waits for its turn.</summary>
    internal Delivery? Current { get; set; }

    internal bool IsEmpty => Current is null && Waiting.Count == 0;

    /// <summary>The delivery whose turn is next; null when none waits.</summary>
    internal Delivery? Next => Waiting.Count > 0 ? Waiting.Peek() : null;

    /// <summary>Starts the next delivery that still wants to be sent; false when there is none.</summary>
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
