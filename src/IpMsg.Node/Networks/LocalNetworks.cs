using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Networks;

/// <summary>The networks behind the adapters of this machine.</summary>
internal static class LocalNetworks
{
    /// <summary>255.255.255.255 as a netmask: a network of one address.</summary>
    private static readonly IPAddress s_host = IPAddress.Broadcast;

    /// <summary>The networks of this machine now.</summary>
    internal static IReadOnlyList<LocalNetwork> Find() => Find(NetworkAdapters.Read());

    /// <summary>
    /// The IPv4 addresses and netmasks of the adapters. A member of another network finds the first one in a host list, so an address with
    /// a gateway comes first, and one that the adapter chose itself (169.254.0.0/16) comes last.
    /// </summary>
    internal static IReadOnlyList<LocalNetwork> Find(IReadOnlyList<NetworkAdapter> adapters)
    {
        var found = new List<(LocalNetwork Network, int Order)>();
        foreach (var adapter in adapters)
        {
            foreach (var each in adapter.Addresses)
            {
                if (IsOwn(each.Address))
                    found.Add((new LocalNetwork(each.Address, MaskOf(each)), OrderOf(each.Address, adapter.HasGateway)));
            }
        }
        return [.. found.OrderBy(static each => each.Order).Select(static each => each.Network)];
    }

    /// <summary>The indexes of the adapters that support IPv6 multicasts.</summary>
    internal static IReadOnlyList<int> MulticastInterfaces(IReadOnlyList<NetworkAdapter> adapters) =>
        [.. adapters.Select(static each => each.MulticastIndex).OfType<int>().Distinct()];

    private static bool IsOwn(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any);

    // Without a mask, or with one of no bits, nothing is known about neighbours.
    private static IPAddress MaskOf(AdapterAddress each) =>
        each.Mask is { } mask && !mask.Equals(IPAddress.Any) ? mask : s_host;

    private static int OrderOf(IPAddress address, bool hasGateway)
    {
        byte[] bytes = address.GetAddressBytes();
        return bytes[0] == 169 && bytes[1] == 254 ? 2 : hasGateway ? 0 : 1;
    }
}
