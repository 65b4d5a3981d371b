using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A packet with a valid signature.</summary>
/// <param name="Packet">The content.</param>
/// <param name="Sender">The names of the signer, and what else the packet says of it. The endpoint is where the packet came from.</param>
/// <param name="Key">The key that has signed it.</param>
/// <param name="Number">The packet number.</param>
/// <param name="Bytes">The serialised dictionary.</param>
internal sealed record SignedPacket(MasterPacket Packet, HostListEntry Sender, PublicKey Key, long Number, byte[] Bytes);
