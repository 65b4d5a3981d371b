using System.Net;
using System.Net.Sockets;

namespace IpMsg.Node.Transport;

/// <summary>The IPv6 groups in which members find each other (R38).</summary>
internal static class MulticastGroups
{
    /// <summary>ff15::979: the site.</summary>
    internal static readonly IPAddress Site = IPAddress.Parse("ff15::979");

    /// <summary>ff02::1: everyone on the link.</summary>
    internal static readonly IPAddress Link = IPAddress.Parse("ff02::1");

    /// <summary>Joins both groups on every interface; one that refuses is left out, the others still hear.</summary>
    internal static void Join(Socket socket)
    {
        foreach (int index in LocalNetworks.MulticastInterfaces())
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
            // Gone since it was listed, or a kind that cannot; a member without this group there is still a member.
        }
    }
}
