using System;
using System.Net;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Signs and sends the packets of a member master and its users.</summary>
internal interface IMasterWire
{
    /// <summary>Signs a packet and sends it as a datagram.</summary>
    void Send(MasterPacket packet, IPEndPoint to);

    /// <summary>Signs a packet and sends it over TCP; the result is true when the peer has accepted it.</summary>
    void SendOverTcp(MasterPacket packet, IPEndPoint to, Action<bool> onEnd);

    /// <summary>Signs a packet that goes to several recipients.</summary>
    void Sign(MasterPacket packet, Action<SignedPacket> onSigned);

    /// <summary>Sends a signed packet as a datagram.</summary>
    void Send(SignedPacket packet, IPEndPoint to);

    /// <summary>Sends IPMSG_DIR_AGENTPACKET with a change, which the agent does not sign.</summary>
    void Rebroadcast(SignedPacket change, IPEndPoint to);

    /// <summary>Sends IPMSG_BR_ENTRY with the mark of an agent's question.</summary>
    void AskSegment(IPEndPoint to);
}
