using System;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Limits;

/// <summary>
/// What counts as one machine in a limit: an IPv4 address, or the first 64 bits of an IPv6 address, because one machine can have all
/// addresses of such a network.
/// </summary>
/// <param name="Address">The address; that of an IPv6 network ends with 64 zero bits.</param>
internal readonly record struct NetworkKey(IPAddress Address)
{
    internal static NetworkKey Of(IPAddress address)
    {
        if (!AddressKind.IsIPv6(address))
            return new NetworkKey(address);
        byte[] bytes = address.GetAddressBytes();
        Array.Clear(bytes, bytes.Length / 2, bytes.Length / 2);
        return new NetworkKey(new IPAddress(bytes));
    }
}
