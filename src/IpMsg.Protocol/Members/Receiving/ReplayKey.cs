namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// What is remembered of a message that was decrypted. An object of its own, because most messages on a network without encryption have
/// none.
/// </summary>
/// <param name="seen">What recognises the message, for the file.</param>
/// <param name="state">What became of the message.</param>
internal sealed class ReplayKey(SeenMessage seen, ArrivalState state)
{
    internal SeenMessage Seen => seen;

    /// <summary>The digest of the encrypted session key.</summary>
    internal DuplicateKey Digest => seen.Digest;

    internal ArrivalState State { get; set; } = state;
}
