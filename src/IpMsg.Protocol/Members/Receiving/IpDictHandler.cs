using System;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>Takes datagrams in IPDict form (R103, R105). Without a 2,048-bit key it ignores them (R104).</summary>
internal sealed class IpDictHandler(MemberContext context, MessageReceiver messages)
{
    /// <summary>Handles a datagram; false when it does not begin as a dictionary.</summary>
    internal bool TryReceive(ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        if (!datagram.StartsWith(IpDictFields.Start))
            return false;
        if (context.IsLeaving || context.Settings.Keys?.Usual is null || !context.IsOneMachine(from)
            || !IpDict.TryRead(datagram, out var dict))
            context.Counters.Ignored++;
        else if (IpDictEnvelope.Read(dict) is { } envelope)
            ReceiveEncrypted(dict, envelope, datagram, from);
        else if (!TryReceiveSigned(dict, datagram, from))
            context.Counters.Ignored++;
        return true;
    }

    private void ReceiveEncrypted(in IpDict dict, Envelope envelope, ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        context.Roster.OnAnswer(from);
        dict.TryGet(IpDictExtensions.Lines, out var lines);
        PacketReader.TryRead(IpDictMessage.WriteOuter(envelope, lines, null), out var packet);
        var key = messages.Duplicates.KeyOf(packet, from);
        // What a repetition confirms is known from the first copy. That of an earlier process is decrypted again.
        string? confirmed = messages.Duplicates.ConfirmedOf(key);
        if (!string.IsNullOrEmpty(confirmed))
            PacketReader.TryRead(IpDictMessage.WriteOuter(envelope, lines, confirmed), out packet);
        bool isOfEarlierProcess = confirmed is null && messages.Duplicates.Find(key, packet, from, context.Now) == ArrivalState.Kept;
        if (isOfEarlierProcess)
            messages.Duplicates.Remove(key);
        messages.Handle(packet with { Whole = datagram }, from, key, envelope, isOfEarlierProcess);
    }

    // Its number and options are legible, and count before the signature is checked, as those of format 1 do.
    private bool TryReceiveSigned(in IpDict dict, ReadOnlySpan<byte> datagram, IPEndPoint from)
    {
        if (IpDictMessage.Read(dict, default, isEncrypted: false) is not { } message
            || !PacketReader.TryRead(message.Packet, out var inner) || !DecryptionRequests.IsTaken(inner.Command)
            || IpDictSignature.Read(dict) is not { } envelope)
            return false;
        context.Roster.OnAnswer(from);
        PacketReader.TryRead(IpDictMessage.WriteOuter(envelope, inner), out var packet);
        messages.Handle(packet with { Whole = datagram }, from, messages.Duplicates.KeyOf(packet, from), envelope);
        return true;
    }
}
