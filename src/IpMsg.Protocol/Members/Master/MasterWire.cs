using System;
using System.Net;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Writes the packets of a member master and its users as dictionaries, has them signed, and sends them.</summary>
internal sealed class MasterWire(MemberContext context) : IMasterWire
{
    /// <inheritdoc/>
    public void Send(MasterPacket packet, IPEndPoint to) => Sign(packet, signed => Send(signed, to));

    /// <inheritdoc/>
    public void SendOverTcp(MasterPacket packet, IPEndPoint to, Action<bool> onEnd) => Sign(packet, signed =>
        context.Outputs.Raise(new DictionarySendRequested(new DictionarySend(to, signed.Bytes, onEnd))));

    /// <inheritdoc/>
    public void Sign(MasterPacket packet, Action<SignedPacket> onSigned)
    {
        if (context.Settings.Keys?.Usual is not { } key)
            return;
        uint number = context.NextNumber();
        var dict = MasterDict.Write(context, packet, number);
        var sender = new HostListEntry(context.Settings.UserName, context.Settings.HostName, context.Presence.Status,
            new IPEndPoint(IPAddress.Any, context.Port), context.Presence.WireNickName, context.Presence.GroupName);
        context.Outputs.Raise(new SignatureRequested(SignatureJob.ToMake(own => IpDictSignature.Sign(dict, own), bytes =>
        {
            if (bytes is not null && !context.IsLeaving)
                onSigned(new SignedPacket(packet, sender, key.Public, number, bytes));
        })));
    }

    /// <inheritdoc/>
    public void Send(SignedPacket packet, IPEndPoint to) => Send(packet.Bytes, to);

    /// <inheritdoc/>
    public void Rebroadcast(SignedPacket change, IPEndPoint to)
    {
        var dict = MasterDict.Begin(context, Command.DirAgentPacket, context.NextNumber());
        WrappedDict.Write(dict, change);
        Send(dict.ToArray(), to);
    }

    /// <inheritdoc/>
    public void AskSegment(IPEndPoint to) => context.PacketSender.SendAnnouncement(to, Command.Entry, line: EntryMarks.Question);

    private void Send(byte[] datagram, IPEndPoint to)
    {
        if (context.IsLeaving || datagram.Length > PacketWriter.MaxDatagram)
            return;
        context.Counters.Sent++;
        context.Outputs.Send(new Transmit(to, datagram, datagram.Length, isPooled: false));
    }
}
