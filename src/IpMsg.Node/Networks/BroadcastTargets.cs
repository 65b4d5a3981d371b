using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Networks;

/// <summary>The destinations of a broadcast (R21, R38).</summary>
internal static class BroadcastTargets
{
    /// <param name="bound">The bound address; null or 0.0.0.0 for all interfaces.</param>
    /// <param name="networks">The networks of this machine.</param>
    /// <param name="multicastInterfaces">The adapters for IPv6 multicasts; null when IPv6 is off.</param>
    /// <param name="extras">Targets that the user gives.</param>
    /// <param name="ports">The ports of all other targets.</param>
    internal static IReadOnlyList<IPEndPoint> Compute(
        IPAddress? bound,
        IReadOnlyList<LocalNetwork> networks,
        IReadOnlyList<int>? multicastInterfaces,
        IReadOnlyList<IPEndPoint> extras,
        params int[] ports)
    {
        var targets = new List<IPEndPoint>();
        foreach (int port in ports)
        {
            if (bound != null && IPAddress.IsLoopback(bound))
                break;
            if (bound is not { AddressFamily: AddressFamily.InterNetworkV6 })
                AddBroadcasts(targets, bound, networks, port);
            if (multicastInterfaces != null)
                AddGroups(targets, multicastInterfaces, port);
        }
        foreach (var extra in extras)
            Add(targets, extra);
        return targets;
    }

    private static void AddBroadcasts(List<IPEndPoint> targets, IPAddress? bound, IReadOnlyList<LocalNetwork> networks, int port)
    {
        bool isAnyAddress = bound == null || bound.Equals(IPAddress.Any);
        int before = targets.Count;
        foreach (var network in networks)
        {
            if ((isAnyAddress || network.Address.Equals(bound)) && network.HasBroadcast)
                Add(targets, new IPEndPoint(network.Broadcast, port));
        }
        if (targets.Count == before)
            targets.Add(new IPEndPoint(IPAddress.Broadcast, port));
    }

    private static void AddGroups(List<IPEndPoint> targets, IReadOnlyList<int> interfaces, int port)
    {
        if (interfaces.Count > 0)
            Add(targets, new IPEndPoint(MulticastGroups.Site, port));
        // A link-local group exists on every interface, so the scope selects the interface.
        foreach (int index in interfaces)
            Add(targets, new IPEndPoint(new IPAddress(MulticastGroups.Link.GetAddressBytes(), index), port));
    }

    private static void Add(List<IPEndPoint> targets, IPEndPoint target)
    {
        if (!targets.Contains(target))
            targets.Add(target);
    }
}
