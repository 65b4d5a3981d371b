using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Networks;

/// <summary>
/// The broadcast addresses to listen on. On Unix a socket bound to one address receives no broadcasts, so a second socket listens on the
/// broadcast address of the network. Windows delivers broadcasts to the first socket, and cannot bind a broadcast address. Loopback has no
/// broadcasts.
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
