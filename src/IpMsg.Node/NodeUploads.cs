using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node;

/// <summary>What connections that fetch files ask of the member.</summary>
internal sealed class NodeUploads(MemberDriver driver, MemberSettings settings)
{
    /// <summary>Asks whether a request is granted; null when the connection is to be closed without a word (R84).</summary>
    internal Transfer? Begin(FileRequestAssembler request, IPAddress from)
    {
        var decrypted = Open(request);
        Transfer? transfer = null;
        // What the answer leads to may fail; that is the node's end and not the connection's.
        driver.Guard(() =>
        {
            using var access = driver.Resume();
            if (access.IsAlive)
                transfer = access.Machine.BeginTransfer(NodeClock.Now, request, decrypted, from);
        });
        return transfer;
    }

    /// <summary>Tells that a transfer has ended. Also after the node's end: what was broken off by it ends as well.</summary>
    internal void End(Transfer transfer, TransferResult result) => driver.Guard(() =>
    {
        using var access = driver.Resume();
        access.Machine.EndTransfer(NodeClock.Now, transfer, result);
    });

    // On the connection's own time: it takes milliseconds, and one address has few connections.
    private DecryptedEnvelope? Open(FileRequestAssembler request)
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
