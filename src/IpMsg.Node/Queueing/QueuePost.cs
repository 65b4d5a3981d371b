using IpMsg.Node.Storage.Queue;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.Queueing;

/// <summary>A message to one recipient, to be kept until it is confirmed.</summary>
/// <param name="Message">The message.</param>
/// <param name="Delivery">Its delivery: one that was composed for a place, or that of an absent recipient.</param>
internal sealed record QueuePost(QueuedMessage Message, Delivery Delivery)
{
    /// <summary>True when the recipient is at the place of the delivery, as far as is known.</summary>
    internal bool IsPresent { get; init; }
}
