namespace IpMsg.Node.Storage.History.Records;

/// <summary>
/// By what a repetition of a message is recognised: 128 bits over endpoint, number, names and content, made with the store's
/// digest key so that every process of the user makes the same.
/// </summary>
/// <param name="First">The first half.</param>
/// <param name="Second">The second half.</param>
internal readonly record struct MessageDigest(ulong First, ulong Second);

/// <summary>A message that was here before.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="ReplayDigest">The digest of its signature; null for a message without one.</param>
/// <param name="At">When it was received.</param>
internal readonly record struct RecentDigest(MessageDigest Digest, MessageDigest? ReplayDigest, System.DateTimeOffset At);
