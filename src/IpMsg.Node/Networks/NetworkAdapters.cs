using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace IpMsg.Node.Networks;

/// <summary>Reads the network adapters of this machine.</summary>
internal static class NetworkAdapters
{
    /// <summary>The adapters that are up, in the order of the system.</summary>
    internal static IReadOnlyList<NetworkAdapter> Read()
    {
        var adapters = new List<NetworkAdapter>();
        foreach (var card in All())
        {
            if (IsUsable(card.NetworkInterfaceType, card.OperationalStatus) && TryRead(card) is { } adapter)
                adapters.Add(adapter);
        }
        return adapters;
    }

    /// <summary>
    /// True for an adapter that is up and no loopback. Tunnels and bridges on Linux have the status Unknown while they are up. A card
    /// without a cable, a Wi-Fi card without a network, and the cards that Windows keeps for connections of the past are down.
    /// </summary>
    internal static bool IsUsable(NetworkInterfaceType type, OperationalStatus status) =>
        type != NetworkInterfaceType.Loopback && status is OperationalStatus.Up or OperationalStatus.Unknown;

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

    private static NetworkAdapter? TryRead(NetworkInterface card)
    {
        // An adapter may disappear while it is read: a VPN ends, a cable is pulled.
        if (Ask<IPInterfaceProperties?>(card.GetIPProperties, null) is not { } properties)
            return null;
        var addresses = new List<AdapterAddress>();
        foreach (var unicast in properties.UnicastAddresses)
        {
            bool isIPv4 = unicast.Address.AddressFamily == AddressFamily.InterNetwork;
            addresses.Add(new AdapterAddress(unicast.Address, isIPv4 ? Ask<IPAddress?>(() => unicast.IPv4Mask, null) : null));
        }
        return new NetworkAdapter(addresses)
        {
            HasGateway = Ask(() => properties.GatewayAddresses.Any(static each => IsGateway(each.Address)), false),
            MulticastIndex = card.SupportsMulticast && addresses.Any(static each => IsIPv6(each.Address))
                ? Ask(() => properties.GetIPv6Properties()?.Index, null)
                : null,
        };
    }

    private static bool IsIPv6(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6;

    // An interface without a gateway may have 0.0.0.0 as one.
    private static bool IsGateway(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork && !address.Equals(IPAddress.Any);

    private static T Ask<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        // The adapter is gone, has no IPv6, or the runtime does not support the property.
        catch (Exception exception) when (
            exception is NetworkInformationException or NotImplementedException or PlatformNotSupportedException)
        {
            return otherwise;
        }
    }
}
