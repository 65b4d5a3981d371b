using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>Decides on encrypted file requests (R92), for one recipient of one offer.</summary>
public static class FileRequestGuard
{
    /// <summary>
    /// What to do with a request that was opened and read. A signature that is not valid counts for nothing, and where the contents are to
    /// be protected nothing else counts: the reference client would send them unprotected then.
    /// </summary>
    /// <param name="flags">The packet's options. Nobody signs them, so taking ENCFILEOPT away takes away nothing of what the proof demands.</param>
    /// <param name="signature">What its signature says.</param>
    /// <param name="isSameAddress">True when it comes from where the offer went.</param>
    /// <param name="proof">What is appended.</param>
    /// <param name="packetNumber">The number in its header.</param>
    /// <param name="replay">What the recipient has shown before; goes on when the request is accepted.</param>
    public static FileRequestVerdict Judge(MessageFlags flags, SignatureStatus signature, bool isSameAddress, FileRequestProof proof, uint packetNumber, ref RequestReplay replay)
    {
        bool isSigned = signature == SignatureStatus.Valid;
        if ((flags & ProtectedFileRequest.EncryptedFile) == 0 && proof.Protection == FileBodyProtection.None)
            return isSigned || isSameAddress ? FileRequestVerdict.Plain : FileRequestVerdict.Refused;
        if (!isSigned || proof.Protection == FileBodyProtection.None || !replay.TryAccept(proof.Number ?? packetNumber, out var next))
            return FileRequestVerdict.Refused;
        replay = next;
        return proof.Protection == FileBodyProtection.Contents ? FileRequestVerdict.Encrypted : FileRequestVerdict.Plain;
    }
}
