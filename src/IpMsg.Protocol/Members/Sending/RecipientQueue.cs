using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The deliveries to a recipient, in order. One is under way at a time, because some clients drop a number that is not greater than the
/// last one, and because a lost message would come after the next one. To members that put messages in order there are several (R118).
/// </summary>
internal sealed class RecipientQueue(IPEndPoint to)
{
    /// <summary>The maximum number of deliveries from the oldest one under way on: so many may wait for it at the receiver.</summary>
    internal const int Window = 32;

    /// <summary>The maximum length of the deliveries under way in bytes: the default receive buffer of Windows has 64 KiB.</summary>
    internal const int WindowBytes = 49_152;

    internal IPEndPoint To => to;

    /// <summary>The queued deliveries.</summary>
    internal Queue<Delivery> Waiting { get; } = new();

    /// <summary>The deliveries under way, oldest first.</summary>
    internal List<Delivery> UnderWay { get; } = [];

    /// <summary>The number of deliveries that were started.</summary>
    internal long Started { get; set; }

    /// <summary>True while the queue waits for the pacer.</summary>
    internal bool IsReady { get; set; }

    internal bool IsEmpty => UnderWay.Count == 0 && Waiting.Count == 0;

    /// <summary>The first queued delivery; null for an empty queue.</summary>
    internal Delivery? Next => Waiting.Count > 0 ? Waiting.Peek() : null;

    /// <summary>The packet number of the delivery under way before that one, which is not the oldest.</summary>
    internal uint NumberBefore(Delivery delivery) => UnderWay[UnderWay.IndexOf(delivery) - 1].Number;

    /// <summary>True when the next delivery may start now.</summary>
    /// <param name="isOrdered">True when the recipient puts messages in order.</param>
    internal bool CanStart(bool isOrdered) => UnderWay.Count == 0
        ? Waiting.Count > 0
        : isOrdered && Started - UnderWay[0].Position < Window && Next is { } next && MessageSequence.IsOrdered(next) && HasRoomFor(next);

    // The one before has left, so the order of the datagrams is that of the messages. What was sent before is repeated as it was.
    private bool HasRoomFor(Delivery next)
    {
        if (UnderWay[UnderWay.Count - 1].Transmissions == 0 || next.Attempts > 0 || next.Message.IsQueued)
            return false;
        int length = next.Length;
        foreach (var each in UnderWay)
        {
            if (!MessageSequence.IsOrdered(each))
                return false;
            length += each.Length;
        }
        return length <= WindowBytes;
    }
}
