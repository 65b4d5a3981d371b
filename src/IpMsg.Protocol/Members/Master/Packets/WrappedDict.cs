using System.Net;
using IpMsg.Protocol.IPDict;

namespace IpMsg.Protocol.Members.Master.Packets;

/// <summary>IPMSG_DIR_PACKET, IPMSG_DIR_REQUEST and IPMSG_DIR_AGENTPACKET: another packet in WAPD.</summary>
internal static class WrappedDict
{
    internal static void Write(IpDictWriter dict, SignedPacket packet, IPAddress? agent = null)
    {
        if (IpDict.TryRead(packet.Bytes, out var inner))
            dict.Set(MasterDictKeys.Wrapped, IpDictWriter.Of(inner));
        if (agent is not null)
            dict.Set(MasterDictKeys.AgentAddress, agent.ToString());
    }

    /// <summary>The whole packet in another; null without one.</summary>
    internal static byte[]? Read(in IpDict dict) =>
        dict.TryGetDict(MasterDictKeys.Wrapped, out var inner) ? IpDictWriter.Of(inner).ToArray() : null;
}
