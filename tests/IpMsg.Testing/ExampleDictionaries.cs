using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Wire;

namespace IpMsg.Testing;

/// <summary>A message, an encrypted dictionary, and an unsigned packet of every command of a member master (R101, R126 to R128).</summary>
internal static class ExampleDictionaries
{
    internal static IEnumerable<byte[]> All => new[]
    {
        Of(Command.SendMessage).Set(IpDictKeys.Body, "Hello"),
        new IpDictWriter().Set(IpDictKeys.Algorithms, 0x500004).Set(IpDictKeys.Counter, new byte[16])
            .Set(IpDictKeys.SessionKey, new byte[256]).Set(IpDictKeys.Encrypted, new byte[64]),
        Of(Command.DirPoll).SetList(MasterDictKeys.Networks, [Network.ContentToArray()]),
        Of(Command.DirPollAgent).Set(MasterDictKeys.AgentSeconds, 190).Set(MasterDictKeys.AgentAddress, "192.168.0.10"),
        Of(Command.DirBroadcast).Set(MasterDictKeys.AgentSeconds, 190).Set(MasterDictKeys.AgentAddress, "192.168.0.10"),
        Of(Command.DirAnswerBroadcast).SetList(MasterDictKeys.Hosts, [Host("bob"), Host("carol")]),
        Of(Command.DirEventBroadcast).SetList(MasterDictKeys.Hosts, [Host("bob")]).Set(MasterDictKeys.IsDirect, 1),
        Of(Command.DirPacket).Set(MasterDictKeys.Wrapped, List),
        Of(Command.DirRequest).Set(MasterDictKeys.Wrapped, Of(Command.DirPacket).Set(MasterDictKeys.Wrapped, List))
            .Set(MasterDictKeys.AgentAddress, "192.168.0.10"),
        Of(Command.DirAgentPacket).Set(MasterDictKeys.Wrapped, Of(Command.DirPacket).Set(MasterDictKeys.Wrapped, List)),
        Of(Command.DirAgentReject),
        List,
    }.Select(static each => each.ToArray());

    private static IpDictWriter Network => new IpDictWriter()
        .Set(MasterDictKeys.NetworkAddress, "192.168.0.0").Set(MasterDictKeys.NetworkPrefix, 24);

    private static IpDictWriter List => Of(Command.AnswerListDict).SetList(MasterDictKeys.Hosts, [Host("bob"), Host("carol")])
        .Set(MasterDictKeys.Start, 0).Set(MasterDictKeys.Count, 2).Set(MasterDictKeys.Total, 2);

    private static IpDictWriter Of(Command command) => new IpDictWriter()
        .Set(IpDictKeys.Version, 3).Set(IpDictKeys.Number, 1_700_000_010).Set(IpDictKeys.Date, 1_700_000_010)
        .Set(IpDictKeys.User, "alice").Set(IpDictKeys.Host, "ALICE-PC").Set(IpDictKeys.Command, (long)command)
        .Set(IpDictKeys.Flags, 0).Set(IpDictKeys.Group, "Dev").Set(IpDictKeys.Nick, "Alice").Set(IpDictKeys.Status, 0xF640000);

    private static byte[] Host(string name) => new IpDictWriter()
        .Set(IpDictKeys.User, name).Set(IpDictKeys.Host, name.ToUpperInvariant() + "-PC").Set(IpDictKeys.Status, 0xF640000)
        .Set(MasterDictKeys.IsActive, 1).Set(MasterDictKeys.HostAddress, "192.168.0.11").Set(MasterDictKeys.HostPort, 2425)
        .ContentToArray();
}
