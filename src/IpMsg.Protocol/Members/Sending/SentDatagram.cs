using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// The datagram of a message that an earlier process of the user has sent. It is repeated as it is, so that a recipient that has it
/// recognises it (R43, R116).
/// </summary>
/// <param name="Number">The packet number.</param>
/// <param name="Bytes">The datagram; empty when it must be written anew.</param>
internal sealed record SentDatagram(uint Number, byte[] Bytes)
{
    /// <summary>The random number by which it asks for a proof (R107); null for none.</summary>
    internal ulong? Nonce { get; init; }

    /// <summary>The id of its first file; 0 without files.</summary>
    internal uint FirstFileId { get; init; }

    /// <summary>The key for which it is encrypted; null for plaintext.</summary>
    internal PublicKey? EncryptedFor { get; init; }

    /// <summary>The suite of its encryption; null for plaintext.</summary>
    internal CipherSuite? Suite { get; init; }
}
