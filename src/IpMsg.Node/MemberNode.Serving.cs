using System.Net;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node;

/// <content>What those who fetch files ask of the machine.</content>
public sealed partial class MemberNode
{
    private Transfer? BeginTransfer(FileRequestAssembler request, IPAddress from)
    {
        var decrypted = Open(request);
        Transfer? transfer;
        lock (_gate)
        {
            if (_state != NodeState.Running)
                return null;
            transfer = _machine.BeginTransfer(NodeClock.Now, request, decrypted, from);
        }
        OnOwnThread(Settle);
        return transfer;
    }

    // On the connection's own time: it takes milliseconds, and one address has few connections.
    private DecryptedEnvelope? Open(FileRequestAssembler request)
    {
        if (Settings.Keys is not { } own || !request.TryRead(out var packet) || (packet.MessageFlags & MessageFlags.Encrypted) == 0
            || EnvelopeReader.Read(packet.Body) is not { } envelope)
            return null;
        PublicKey? sender;
        lock (_gate)
            sender = _machine.KeyOf(request);
        return EnvelopeDecryptor.Open(envelope, packet.Number, own, sender, Settings.AllowsWeakCiphers);
    }

    // Also after the end: what was broken off by it ends as well.
    private void EndTransfer(Transfer transfer, string? failure, string? remark)
    {
        lock (_gate)
            _machine.EndTransfer(NodeClock.Now, transfer, failure, remark);
        OnOwnThread(Settle);
    }
}
