using System;
using System.Net;

namespace IpMsg.Protocol.Members;

/// <summary>An IPv4 network of this machine.</summary>
/// <param name="Address">The address of this machine in the network.</param>
/// <param name="Mask">The netmask.</param>
public sealed record LocalNetwork(IPAddress Address, IPAddress Mask)
{
    /// <summary>The directed broadcast address: the network part of the address, followed by ones (R21).</summary>
    public IPAddress Broadcast => Combine((address, mask) => (byte)(address | ~mask));

    /// <summary>False for a point-to-point link: its highest address belongs to one of its ends.</summary>
    public bool HasBroadcast => Mask.GetAddressBytes()[3] < 0xFE;

    /// <summary>True when the other address is on this network.</summary>
    public bool Contains(IPAddress other)
    {
        byte[] own = Address.GetAddressBytes(), mask = Mask.GetAddressBytes(), theirs = other.GetAddressBytes();
        if (theirs.Length != own.Length)
            return false;
        for (int i = 0; i < own.Length; i++)
        {
            if (((own[i] ^ theirs[i]) & mask[i]) != 0)
                return false;
        }
        return true;
    }

    private IPAddress Combine(Func<byte, byte, byte> combine)
    {
        byte[] address = Address.GetAddressBytes(), mask = Mask.GetAddressBytes();
        for (int i = 0; i < address.Length; i++)
            address[i] = combine(address[i], mask[i]);
        return new IPAddress(address);
    }
}
