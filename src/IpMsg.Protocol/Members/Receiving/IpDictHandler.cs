using System;
using System.Net;
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
            || !IpDict.TryRead(datagram, out var dict) || IpDictEnvelope.Read(dict) is not { } envelope)
        {
            context.Counters.Ignored++;
            return true;
        }
        context.Roster.OnAnswer(from);
        dict.TryGet(IpDictExtensions.Lines, out var lines);
        PacketReader.TryRead(IpDictMessage.WriteOuter(envelope, lines, null), out var packet);
        var key = messages.Duplicates.KeyOf(packet, from);
        // What a repetition confirms is known from the first copy. That of an earlier process is decrypted again.
        string? confirmed = messages.Duplicates.ConfirmedOf(key);
        if (!string.IsNullOrEmpty(confirmed))
            PacketReader.TryRead(IpDictMessage.WriteOuter(envelope, lines, confirmed), out packet);
        else if (confirmed is null && messages.Duplicates.Find(key, packet, from, context.Now) == ArrivalState.Kept)
            messages.Duplicates.Remove(key);
        messages.Handle(packet with { Whole = datagram }, from, key, envelope);
        return true;
    }
}
