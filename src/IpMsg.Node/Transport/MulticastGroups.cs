using System.Net;
using System.Net.Sockets;
using IpMsg.Node.Networks;

namespace IpMsg.Node.Transport;

/// <summary>The IPv6 multicast groups of IP Messenger (R38).</summary>
internal static class MulticastGroups
{
    /// <summary>ff15::979: the site-local group of IP Messenger.</summary>
    internal static readonly IPAddress Site = IPAddress.Parse("ff15::979");

    /// <summary>ff02::1: all nodes on the link.</summary>
    internal static readonly IPAddress Link = IPAddress.Parse("ff02::1");

    /// <summary>Joins both groups on every interface. Interfaces that refuse, or are members already, are skipped.</summary>
    internal static void Join(Socket socket)
    {
        foreach (int index in LocalNetworks.MulticastInterfaces(NetworkAdapters.Read()))
        {
            TryJoin(socket, Site, index);
            TryJoin(socket, Link, index);
        }
    }

    private static void TryJoin(Socket socket, IPAddress group, int index)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(group, index));
        }
        catch (SocketException)
        {
            // The interface is gone or does not support the group. The member works without it.
        }
    }
}
