using IpMsg.Protocol.IPDict;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>IPMSG_DIR_BROADCAST and IPMSG_DIR_POLLAGENT.</summary>
internal static class AgentOrderDict
{
    internal static void Write(IpDictWriter dict, AgentOrder order) => dict
        .Set(MasterDictKeys.AgentSeconds, order.Seconds)
        .Set(MasterDictKeys.AgentAddress, order.Agent.ToString());

    /// <summary>Null without the address of the agent.</summary>
    internal static AgentOrder? Read(in IpDict dict, bool broadcasts)
    {
        if (DictText.Address(dict, MasterDictKeys.AgentAddress) is not { } agent)
            return null;
        dict.TryGetNumber(MasterDictKeys.AgentSeconds, out long seconds);
        return new AgentOrder(broadcasts, seconds, agent);
    }
}
