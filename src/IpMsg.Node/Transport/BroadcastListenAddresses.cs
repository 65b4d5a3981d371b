using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Transport;

/// <summary>
/// On Unix a socket bound to one address hears no broadcasts: a second one must listen on the broadcast address of its network.
/// Windows delivers them anyway and binds no broadcast address; loopback has no neighbours to hear.
/// </summary>
internal static class BroadcastListenAddresses
{
    internal static IReadOnlyList<IPAddress> For(IPAddress? bound, IReadOnlyList<LocalNetwork> networks)
    {
        if (Platform.IsWindows || !IsOneAddress(bound))
            return [];
        foreach (var network in networks)
        {
            if (network.Address.Equals(bound) && network.HasBroadcast)
                return [network.Broadcast];
        }
        return [];
    }

    private static bool IsOneAddress(IPAddress? bound) =>
        bound is { AddressFamily: AddressFamily.InterNetwork } && !bound.Equals(IPAddress.Any) && !IPAddress.IsLoopback(bound);
}
