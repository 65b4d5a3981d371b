namespace IpMsg.Node.Storage.History.Records;

/// <summary>
/// Recognises a duplicate: 128 bits over endpoint, number, names and content. The store's digest key makes it equal in all processes of the
/// user.
/// </summary>
/// <param name="First">The first half.</param>
/// <param name="Second">The second half.</param>
internal readonly record struct MessageDigest(ulong First, ulong Second);

/// <summary>The digest of an earlier message.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="ReplayDigest">The digest of its encrypted session key; null for a plaintext message.</param>
/// <param name="At">When it was received.</param>
/// <param name="Number">The packet number; 0 when it is not kept.</param>
internal readonly record struct RecentDigest(MessageDigest Digest, MessageDigest? ReplayDigest, System.DateTimeOffset At, uint Number);
