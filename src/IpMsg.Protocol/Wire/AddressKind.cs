using System.Net;

namespace IpMsg.Protocol.Wire;

/// <summary>Tells the versions of IP addresses apart.</summary>
internal static class AddressKind
{
    // The namespace is banned because the protocol has no sockets; the family of an address is none. Its bytes would be an allocation.
#pragma warning disable RS0030
    /// <summary>True for an IPv6 address.</summary>
    internal static bool IsIPv6(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
#pragma warning restore RS0030
}
