namespace IpMsg.Node.Queueing;

/// <summary>An attempt to send a queued message: what its delivery stands for.</summary>
/// <param name="Id">The id of the message.</param>
/// <param name="State">What is sent to its recipient.</param>
/// <param name="IsFirst">True for the attempt of the cmdlet that has queued it, whose refusal is an error of the cmdlet.</param>
internal sealed record QueuedAttempt(long Id, RecipientState State, bool IsFirst);
