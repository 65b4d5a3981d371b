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
/// <remarks>
/// Linux (ip(7)) and macOS accept the broadcast address of an interface in bind(2). Sockets of several members share it through
/// SO_REUSEADDR and SO_REUSEPORT (setsockopt(2)); .NET sets both for ReuseAddress, and macOS requires the second one.
/// </remarks>
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
