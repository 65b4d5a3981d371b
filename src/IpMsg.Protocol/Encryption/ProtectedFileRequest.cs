using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>The plaintext of an encrypted file request: the body of the plain request, the proof and a NUL (R92).</summary>
public static class ProtectedFileRequest
{
    /// <summary>IPMSG_ENCFILEOPT of a file request: the plaintext has a proof. The bit has another meaning in messages.</summary>
    public const MessageFlags EncryptedFile = (MessageFlags)0x00000800;

    /// <summary>
    /// Reads the plaintext of a request's envelope. Returns false when its numbers are unreadable. An unknown mode gives
    /// <see cref="FileBodyProtection.None"/>, which is insufficient when the packet has ENCFILEOPT (R92).
    /// </summary>
    /// <param name="command">The packet's command.</param>
    /// <param name="plaintext">The plaintext.</param>
    /// <param name="request">The request.</param>
    /// <param name="proof">The proof after the request's numbers.</param>
    public static bool TryRead(Command command, ReadOnlySpan<byte> plaintext, out FileRequest request, out FileRequestProof proof)
    {
        proof = FileRequestProof.None;
        var body = EnvelopeContent.Read(plaintext, hasLists: false).Text;
        if (!FileRequestReader.TryRead(command, body, out request, FileRequestNumbers.Hex))
            return false;
        var fields = new FieldReader(body);
        fields.TryPlain(out _);
        fields.TryPlain(out _);
        if (!fields.TryPlain(out var mode))
            return true;
        // A file request always has an offset; a folder request sometimes does.
        bool isOffset = command == Command.GetFileData || NumberText.TryReadHex(mode, out ulong zero) && zero == 0;
        if (!isOffset || fields.TryPlain(out mode))
            proof = Proof(mode, ref fields);
        return true;
    }

    /// <summary>Writes the plaintext. Encrypt it into an envelope like a message, with the packet number of the request itself.</summary>
    public static void Write(ref PacketWriter writer, FileRequest request, FileRequestProof proof)
    {
        FileRequestWriter.Numbers(ref writer, request);
        if (proof.Protection == FileBodyProtection.Contents)
        {
            CapabilityText.Write(ref writer, FileRequestProof.ContentsMode);
            writer.Byte((byte)':');
            NumberText.WriteHexBytes(ref writer, proof.Key);
        }
        else if (proof.Protection == FileBodyProtection.RequestOnly)
        {
            CapabilityText.Write(ref writer, FileRequestProof.RequestOnlyMode);
        }
        if (proof is { Protection: not FileBodyProtection.None, Number: { } number })
        {
            writer.Byte((byte)':');
            writer.Hex(number);
        }
        writer.Nul();
    }

    private static FileRequestProof Proof(ReadOnlySpan<byte> mode, ref FieldReader fields)
    {
        if (!CapabilityText.TryRead(mode, out var flags))
            return FileRequestProof.None;
        if (flags == FileRequestProof.RequestOnlyMode)
            return Number(ref fields) is { } number
                ? new FileRequestProof(FileBodyProtection.RequestOnly, null, number)
                : FileRequestProof.None;
        if (flags != FileRequestProof.ContentsMode || !fields.TryPlain(out var text) || text.Length != 2 * TransferCipher.KeyLength)
            return FileRequestProof.None;
        return NumberText.ReadHexBytes(text) is { } key
            ? new FileRequestProof(FileBodyProtection.Contents, key, Number(ref fields))
            : FileRequestProof.None;
    }

    private static uint? Number(ref FieldReader fields) =>
        fields.TryPlain(out var text) && NumberText.TryReadHex(text, out ulong number) && number <= uint.MaxValue ? (uint)number : null;
}
