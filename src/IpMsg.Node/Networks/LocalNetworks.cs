using System;
using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Transport;

/// <summary>Reads the current networks of this machine.</summary>
internal static class LocalNetworks
{
    /// <summary>The IPv4 addresses and netmasks of all interfaces that are up, except loopback.</summary>
    internal static IReadOnlyList<LocalNetwork> Find()
    {
        var networks = new List<LocalNetwork>();
        foreach (var (_, properties) in Interfaces())
        {
            foreach (var unicast in properties.UnicastAddresses)
            {
                if (unicast.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(unicast.Address))
                    networks.Add(new LocalNetwork(unicast.Address, unicast.IPv4Mask));
            }
        }
        return networks;
    }

    /// <summary>The indexes of all interfaces that are up and support IPv6 multicast, except loopback.</summary>
    internal static IReadOnlyList<int> MulticastInterfaces()
    {
        var indexes = new List<int>();
        foreach (var (card, properties) in Interfaces())
        {
            if (card.SupportsMulticast && IndexOf(properties) is { } index)
                indexes.Add(index);
        }
        return indexes;
    }

    private static IEnumerable<(NetworkInterface Card, IPInterfaceProperties Properties)> Interfaces()
    {
        foreach (var card in All())
        {
            // Tunnels and bridges on Linux have the status Unknown while they are up.
            if (card.NetworkInterfaceType != NetworkInterfaceType.Loopback
                && card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                yield return (card, card.GetIPProperties());
        }
    }

    private static NetworkInterface[] All()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces();
        }
        catch (NetworkInformationException)
        {
            // A sandbox may forbid the call. Without networks, a broadcast goes to 255.255.255.255.
            return [];
        }
    }

    private static int? IndexOf(IPInterfaceProperties properties)
    {
        try
        {
            foreach (var unicast in properties.UnicastAddresses)
            {
                if (unicast.Address.AddressFamily == AddressFamily.InterNetworkV6)
                    return properties.GetIPv6Properties()?.Index;
            }
            return null;
        }
        catch (Exception exception) when (
            exception is NetworkInformationException or NotImplementedException or PlatformNotSupportedException)
        {
            // The interface has no IPv6, or the runtime does not support the property.
            return null;
        }
    }
}
