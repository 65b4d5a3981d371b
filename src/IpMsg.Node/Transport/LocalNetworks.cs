using System;
using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Transport;

/// <summary>The networks this machine is on at this moment. Nothing is remembered: whoever refreshes asks again.</summary>
internal static class LocalNetworks
{
    /// <summary>Every IPv4 address of an interface that is up and not loopback, with its true netmask.</summary>
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

    /// <summary>The indexes of the interfaces that are up, not loopback, and carry IPv6 multicast.</summary>
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
            // Tunnels and bridges of Linux never claim to be up; they say nothing, and carry addresses when they are.
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
            // A sandbox may forbid the question. A member without the answer falls back to 255.255.255.255.
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
        catch (Exception none) when (none is NetworkInformationException or NotImplementedException or PlatformNotSupportedException)
        {
            // No IPv6 on this interface, or a runtime that cannot tell.
            return null;
        }
    }
}
