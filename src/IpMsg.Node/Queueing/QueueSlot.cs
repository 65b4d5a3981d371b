namespace IpMsg.Node.Queueing;

/// <summary>To which queued message a delivery belongs.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="Lane">The lane of its recipient.</param>
/// <param name="IsFirst">True for the attempt of the cmdlet that has queued it, whose refusal is an error of the cmdlet.</param>
internal sealed record QueueSlot(long Id, QueueLane Lane, bool IsFirst);
