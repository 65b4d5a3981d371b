using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>Writes packets of a master or an agent with any key, and sends them from any address.</summary>
internal sealed class Forger(SimulatedLan lan, IPEndPoint place, string user, PrivateKey key)
{
    private readonly RisingNumbers _numbers = new();

    /// <summary>The number of each packet; null for rising ones.</summary>
    internal uint? Number { get; init; }

    internal void Send(MasterPacket packet, IPEndPoint to, bool isSigned = true)
    {
        lan.Forge(place, to, Bytes(packet, isSigned));
        lan.Run(100);
    }

    /// <summary>A change as an agent broadcasts it.</summary>
    internal void SendAsAgent(ListPart part, IPEndPoint to)
    {
        var context = Context();
        var list = new SignedPacket(part, default, key.Public, 0, Bytes(part, isSigned: true));
        var change = new SignedPacket(part, default, key.Public, 0, Bytes(new ListChange(list), isSigned: true));
        var dict = MasterDict.Begin(context, Command.DirAgentPacket, _numbers.Next(lan.Moment));
        WrappedDict.Write(dict, change);
        lan.Forge(place, to, dict.ToArray());
        lan.Run(100);
    }

    internal byte[] Bytes(MasterPacket packet, bool isSigned = true)
    {
        var dict = MasterDict.Write(Context(), packet, Number ?? _numbers.Next(lan.Moment));
        return isSigned ? IpDictSignature.Sign(dict, new OwnKeys(key, null))! : dict.ToArray();
    }

    private MemberContext Context() =>
        new(new MemberSettings(user, "PC", MemberFixture.Codec) { Keys = new OwnKeys(key, null) }, _numbers, new SeededRandom(1))
        {
            Now = lan.Moment,
        };

    /// <summary>A page or change with new members of a segment.</summary>
    internal static ListPart Of(IReadOnlyList<HostListEntry> hosts, long? version, long? from = null) =>
        new(hosts, 0, hosts.Count, version, from);
}
