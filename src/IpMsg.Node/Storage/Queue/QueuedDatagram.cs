namespace IpMsg.Node.Storage.Queue;

/// <summary>
/// The datagram of a queued message, stored before it leaves for the first time, and repeated as it is: a recipient recognises it by its
/// number and its bytes.
/// </summary>
/// <param name="Number">The packet number.</param>
/// <param name="Bytes">The datagram without the NULs of late repetitions.</param>
internal sealed record QueuedDatagram(uint Number, byte[] Bytes)
{
    /// <summary>The random number by which it asks for a proof of its receipt (R107); null for none.</summary>
    internal ulong? Nonce { get; init; }

    /// <summary>The id of its first file; 0 without files.</summary>
    internal uint FirstFileId { get; init; }

    /// <summary>The fingerprint of the key for which it is encrypted; null in plaintext.</summary>
    internal string? EncryptedFor { get; init; }

    /// <summary>The capability bits of its encryption; 0 in plaintext.</summary>
    internal uint Suite { get; init; }

    /// <summary>True when its recipient recognises copies for good: a member with this module, and encrypted (R116).</summary>
    internal bool IsRemembered { get; init; }
}
