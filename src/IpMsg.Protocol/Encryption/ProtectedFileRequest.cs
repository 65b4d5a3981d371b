using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Encryption;

/// <summary>The plaintext of an encrypted file request: the plain request's body, what is appended to it, and a NUL (R92).</summary>
public static class ProtectedFileRequest
{
    /// <summary>ENCFILEOPT, the bit of a request that has something appended; on messages it means something else.</summary>
    public const MessageFlags EncryptedFile = (MessageFlags)0x00000800;

    /// <summary>
    /// Reads what was in the request's envelope. False when the numbers cannot be read; a mode that is neither of the two is
    /// <see cref="FileBodyProtection.None"/>, which is not enough where the packet has ENCFILEOPT (R92).
    /// </summary>
    /// <param name="command">The packet's command.</param>
    /// <param name="plaintext">The plaintext.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="proof">What is appended.</param>
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
        // An offset always stands in a file's request, and sometimes in a folder's.
        bool isOffset = command == Command.GetFileData || HexNumber.TryRead(mode, out ulong zero) && zero == 0;
        if (!isOffset || fields.TryPlain(out mode))
            proof = Proof(mode, ref fields);
        return true;
    }

    /// <summary>Writes the plaintext. It goes into an envelope as a message's text does, under the number of the request's own packet.</summary>
    public static void Write(ref PacketWriter writer, FileRequest request, FileRequestProof proof)
    {
        FileRequestWriter.Numbers(ref writer, request);
        if (proof.Protection == FileBodyProtection.Contents)
        {
            CapabilityText.Write(ref writer, FileRequestProof.ContentsMode);
            writer.Byte((byte)':');
            HexBytes.Write(ref writer, proof.Key);
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
            return Number(ref fields) is { } number ? new FileRequestProof(FileBodyProtection.RequestOnly, null, number) : FileRequestProof.None;
        if (flags != FileRequestProof.ContentsMode || !fields.TryPlain(out var text) || text.Length != 2 * TransferCipher.KeyLength)
            return FileRequestProof.None;
        return HexBytes.Read(text) is { } key ? new FileRequestProof(FileBodyProtection.Contents, key, Number(ref fields)) : FileRequestProof.None;
    }

    private static uint? Number(ref FieldReader fields) =>
        fields.TryPlain(out var text) && HexNumber.TryRead(text, out ulong number) && number <= uint.MaxValue ? (uint)number : null;
}
