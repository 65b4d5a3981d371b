using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>Handles the packets of a family of commands.</summary>
internal abstract class PacketHandler
{
    /// <summary>A packet has come. Never throws, whatever is in it (R5).</summary>
    internal abstract void Handle(in Packet packet, IPEndPoint from);
}
