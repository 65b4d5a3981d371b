using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>Records what a master or a user sends, and signs at once.</summary>
internal sealed class RecordedWire : IMasterWire
{
    private long _number = 1_000;

    internal List<(MasterPacket Packet, IPEndPoint To)> Sent { get; } = [];

    internal List<(AgentOrder Order, IPEndPoint To, Action<bool> OnEnd)> Orders { get; } = [];

    internal int Signatures { get; private set; }

    internal IReadOnlyList<ListPart> ListsTo(IPEndPoint to) =>
        [.. Sent.Where(each => each.To.Equals(to)).Select(each => each.Packet).OfType<ListPart>()];

    public void Send(MasterPacket packet, IPEndPoint to) => Sent.Add((packet, to));

    public void SendOverTcp(MasterPacket packet, IPEndPoint to, Action<bool> onEnd) => Orders.Add(((AgentOrder)packet, to, onEnd));

    public void Sign(MasterPacket packet, Action<SignedPacket> onSigned)
    {
        Signatures++;
        onSigned(Signed(packet, ++_number));
    }

    public void Send(SignedPacket packet, IPEndPoint to) => Sent.Add((packet.Packet, to));

    public void Rebroadcast(SignedPacket change, IPEndPoint to) => Sent.Add((change.Packet, to));

    public void AskSegment(IPEndPoint to) => Sent.Add((new AgentOrder(true, 0, to.Address), to));

    internal static SignedPacket Signed(MasterPacket packet, long number) => new(
        packet,
        new HostListEntry("master", "MASTER", EntryFlags.Master, new IPEndPoint(IPAddress.Loopback, 2425), "", ""),
        TestKeys.Alice.Public,
        number,
        []);
}
