namespace IpMsg.Protocol.Encryption;

/// <summary>What an encrypted file request says behind its numbers (R92).</summary>
/// <param name="Protection">What is to become of the contents.</param>
/// <param name="Key">The key of 32 bytes for <see cref="TransferCipher"/>; null unless the contents are encrypted.</param>
/// <param name="Number">
/// The request's own packet number, by which replays are told (R92); null when the first form came without, which older clients may do: then
/// the number in the header stands for it, which is signed along as the initialisation vector.
/// </param>
public sealed record FileRequestProof(FileBodyProtection Protection, byte[]? Key, uint? Number)
{
    internal const Capabilities ContentsMode = Capabilities.Aes256 | Capabilities.PacketNumberIv;
    internal const Capabilities RequestOnlyMode = Capabilities.PlainFileBody;

    /// <summary>A request that says nothing, or nothing that is allowed there.</summary>
    public static readonly FileRequestProof None = new(FileBodyProtection.None, null, null);
}
