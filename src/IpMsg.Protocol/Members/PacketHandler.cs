using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>Handles the packets of a group of commands.</summary>
internal abstract class PacketHandler
{
    /// <summary>Handles a packet. Its content never causes an exception (R5).</summary>
    internal abstract void Handle(in Packet packet, IPEndPoint from);
}
