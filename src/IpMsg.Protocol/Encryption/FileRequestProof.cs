using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>The part of an encrypted file request after its numbers, which proves the requester's identity (R92).</summary>
/// <param name="Protection">The requested protection of the contents.</param>
/// <param name="Key">The 32-byte key for <see cref="TransferCipher"/>; null unless the contents are encrypted.</param>
/// <param name="Number">The packet number of the request, which detects replays. Older clients may omit it (null); the number in the
/// header replaces it then. The signature covers the header's number too, as the initialisation vector.</param>
public sealed record FileRequestProof(FileBodyProtection Protection, byte[]? Key, uint? Number)
{
    internal const Capabilities ContentsMode = Capabilities.Aes256 | Capabilities.PacketNumberIv;
    internal const Capabilities RequestOnlyMode = Capabilities.PlainFileBody;

    /// <summary>A request without a proof, or with an invalid one.</summary>
    public static readonly FileRequestProof None = new(FileBodyProtection.None, null, null);

    /// <summary>
    /// Decides on a decrypted request by one recipient of one offer (R92). A request with a proof needs a valid signature and a number
    /// higher than the last one. A request without a proof or ENCFILEOPT needs a valid signature or the recipient's address.
    /// </summary>
    /// <param name="flags">The packet's option flags. They are not signed, so removing ENCFILEOPT does not weaken a proof.</param>
    /// <param name="signature">The result of the signature check.</param>
    /// <param name="isSameAddress">True when the request comes from the address that the offer was sent to.</param>
    /// <param name="packetNumber">The number in the packet's header.</param>
    /// <param name="lastNumber">The recipient's last number; null before the first request. Updated when a proof is accepted.</param>
    /// <returns>True to send the contents, encrypted with <see cref="Key"/> when it is set; false to close the connection.</returns>
    public bool IsAccepted(MessageFlags flags, SignatureStatus signature, bool isSameAddress, uint packetNumber, ref uint? lastNumber)
    {
        bool isSigned = signature == SignatureStatus.Valid;
        if ((flags & ProtectedFileRequest.EncryptedFile) == 0 && Protection == FileBodyProtection.None)
            return isSigned || isSameAddress;
        uint number = Number ?? packetNumber;
        if (!isSigned || Protection == FileBodyProtection.None || number <= lastNumber)
            return false;
        lastNumber = number;
        return true;
    }
}
