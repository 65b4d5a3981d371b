using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node;

/// <summary>Passes the start and the end of uploads to the member.</summary>
internal sealed class NodeUploads(MemberDriver driver, MemberSettings settings)
{
    /// <summary>Authorises a file request; null when the connection must be closed without a reply (R84).</summary>
    internal Transfer? Begin(FileRequestAssembler request, IPAddress from)
    {
        var decrypted = Decrypt(request);
        Transfer? transfer = null;
        // Access carries out outputs on disposal. An exception of these concerns the node, not the connection.
        driver.Guard(() =>
        {
            using var access = driver.Resume();
            if (access.IsAlive)
                transfer = access.Machine.BeginTransfer(NodeClock.Now, request, decrypted, from);
        });
        return transfer;
    }

    /// <summary>Reports the end of a transfer, also after the end of the node, which breaks transfers off.</summary>
    internal void End(Transfer transfer, TransferResult result) => driver.Guard(() =>
    {
        using var access = driver.Resume();
        access.Machine.EndTransfer(NodeClock.Now, transfer, result);
    });

    // Decrypts on the thread of the connection: this takes milliseconds, and the number of connections of an address is limited.
    private DecryptedEnvelope? Decrypt(FileRequestAssembler request)
    {
        if (settings.Keys is not { } own || !request.TryRead(out var packet) || (packet.MessageFlags & MessageFlags.Encrypted) == 0
            || EnvelopeReader.Read(packet.Body) is not { } envelope)
            return null;
        return EnvelopeDecryptor.Decrypt(envelope, packet.Number, own, KeyOf(request), settings.AllowsWeakCiphers);
    }

    private PublicKey? KeyOf(FileRequestAssembler request)
    {
        using var access = driver.EnterAnyState();
        return access.Machine.KeyOf(request);
    }
}
