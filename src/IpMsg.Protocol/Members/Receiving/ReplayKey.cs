namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// The digest of a signed message, by which <see cref="ReplayFilter"/> recognises it. An object of its own, because most messages on a
/// network without encryption have none.
/// </summary>
internal sealed record ReplayKey(DuplicateKey Digest);
