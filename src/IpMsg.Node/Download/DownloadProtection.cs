using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Download;

/// <summary>
/// Writes encrypted requests, which prove the requester's identity and ask for encrypted contents with a fresh key (R92).
/// </summary>
/// <param name="Own">Our keys; the 2,048-bit key signs.</param>
/// <param name="Server">The sender's key.</param>
/// <param name="Suite">The suite of the request, which must include a signature.</param>
public sealed record DownloadProtection(OwnKeys Own, PublicKey Server, CipherSuite Suite)
{
    /// <summary>Writes the request. Returns the cipher for the answer; null when the platform refuses a key.</summary>
    internal TransferCipher? Write(
        ref PacketWriter writer, uint number, ReadOnlySpan<byte> user, ReadOnlySpan<byte> host, FileRequest request, bool isUtf8)
    {
        byte[] contentsKey = Draw(TransferCipher.KeyLength);
        byte[] plaintext = Plaintext(request, new FileRequestProof(FileBodyProtection.Contents, contentsKey, number));
        if (Own.Usual is not { } signer || EnvelopeSignature.Make(plaintext, Suite, signer) is not { } signature
            || EnvelopeEncryptor.Encrypt(plaintext, number, Suite, Server, Draw(Suite.SessionKeyLength), signature) is not { } envelope)
            return null;
        var flags = MessageFlags.Encrypted | ProtectedFileRequest.EncryptedFile | (isUtf8 ? MessageFlags.Utf8 : MessageFlags.None);
        writer.Header(number, user, host, (uint)request.Command | (uint)flags);
        envelope.Write(ref writer);
        writer.Nul();
        return new TransferCipher(contentsKey, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
    }

    private static byte[] Plaintext(FileRequest request, FileRequestProof proof)
    {
        byte[] buffer = new byte[256];
        var writer = new PacketWriter(buffer);
        ProtectedFileRequest.Write(ref writer, request, proof);
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    private static byte[] Draw(int count)
    {
        byte[] bytes = new byte[count];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }
}
