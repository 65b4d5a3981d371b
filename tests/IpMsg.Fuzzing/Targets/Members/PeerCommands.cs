using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>The steps of a script that bring something from a peer.</summary>
internal sealed class PeerCommands(MemberStage stage)
{
    private const int MaxRepetitions = 4;

    private byte[] _last = [];

    /// <summary>Carries out a step. False for a step of another kind.</summary>
    internal bool Run(in ScriptStep step)
    {
        switch (step.Kind)
        {
            case 'd': Receive(step.Payload.ToArray(), step.Peer); break;
            case 'r': Repeat(step.Peer, step.Argument); break;
            case 'k': Confirm(step.Peer); break;
            case 'e': Receive(PeerPackets.Entry(step.Peer, Command.Entry, step.Argument), step.Peer); break;
            case 'E': Receive(PeerPackets.Entry(step.Peer, Command.AnswerEntry, step.Argument), step.Peer); break;
            case 'v': Receive(PeerPackets.Entry(step.Peer, Command.Exit, step.Argument), step.Peer); break;
            case 'y': Receive(PeerPackets.Key(step.Peer), step.Peer); break;
            case 'x': Receive(PeerPackets.Encrypted(step.Peer, step.Payload, step.Argument, stage.Clock.Now), step.Peer); break;
            case 'X': ReceiveDictionary(step.Peer, step.Payload, step.Argument); break;
            case 'g': Fetch(step.Peer, step.Payload.ToArray(), (step.Argument & 1) != 0); break;
            default: return false;
        }
        return true;
    }

    private void Receive(byte[] datagram, Peer peer)
    {
        _last = datagram;
        stage.Receive(datagram, peer.EndPoint);
    }

    private void ReceiveDictionary(Peer peer, ReadOnlySpan<byte> payload, byte options)
    {
        PacketReader.TryRead(stage.Sent.LastMessageTo(peer.EndPoint), out var last);
        PacketNumber.TryRead(last.Number, out uint number);
        Receive(Dictionaries.Of(peer, payload, options, stage.Clock.Now, number), peer);
    }

    // The last datagram again: from the same peer, or recorded and sent by another one.
    private void Repeat(Peer peer, byte count)
    {
        for (int left = 1 + count % MaxRepetitions; left > 0; left--)
            stage.Receive(_last, peer.EndPoint);
    }

    private void Confirm(Peer peer)
    {
        if (stage.Sent.LastMessageTo(peer.EndPoint) is { } message)
            Receive(PeerPackets.Confirmation(peer, message), peer);
    }

    private void Fetch(Peer peer, byte[] request, bool isWhole)
    {
        var assembler = new FileRequestAssembler();
        assembler.Feed(request);
        assembler.Pause();
        Transfer? transfer = null;
        stage.Do(machine => transfer = machine.BeginTransfer(stage.Clock.Now, assembler, null, peer.EndPoint.Address));
        if (transfer is not null)
            stage.Do(machine => machine.EndTransfer(stage.Clock.Now, transfer, new TransferResult(isWhole ? null : "broken off")));
    }
}
