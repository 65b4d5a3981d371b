using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Transport;

/// <summary>Where a broadcast of this member goes (R21, R38).</summary>
internal static class BroadcastTargets
{
    /// <param name="bound">The address bound to; null or "any" for every interface.</param>
    /// <param name="networks">What <see cref="LocalNetworks.Find"/> says now.</param>
    /// <param name="multicastInterfaces">What <see cref="LocalNetworks.MulticastInterfaces"/> says now; null when IPv6 is off.</param>
    /// <param name="extras">Targets that the user named.</param>
    /// <param name="port">The port of those that are not the user's.</param>
    internal static IReadOnlyList<IPEndPoint> Compute(
        IPAddress? bound,
        IReadOnlyList<LocalNetwork> networks,
        IReadOnlyList<int>? multicastInterfaces,
        IReadOnlyList<IPEndPoint> extras,
        int port)
    {
        var targets = new List<IPEndPoint>();
        if (bound == null || !IPAddress.IsLoopback(bound))
        {
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
        bool everywhere = bound == null || bound.Equals(IPAddress.Any);
        foreach (var network in networks)
        {
            if ((everywhere || network.Address.Equals(bound)) && network.HasBroadcast)
                Add(targets, new IPEndPoint(network.Broadcast, port));
        }
        if (targets.Count == 0)
            targets.Add(new IPEndPoint(IPAddress.Broadcast, port));
    }

    private static void AddGroups(List<IPEndPoint> targets, IReadOnlyList<int> interfaces, int port)
    {
        if (interfaces.Count > 0)
            Add(targets, new IPEndPoint(MulticastGroups.Site, port));
        // "The link" is a different one behind every interface, so each is addressed by its scope.
        foreach (int index in interfaces)
            Add(targets, new IPEndPoint(new IPAddress(MulticastGroups.Link.GetAddressBytes(), index), port));
    }

    private static void Add(List<IPEndPoint> targets, IPEndPoint target)
    {
        if (!targets.Contains(target))
            targets.Add(target);
    }
}
