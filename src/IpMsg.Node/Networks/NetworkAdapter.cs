using System.Collections.Generic;
using System.Net;

namespace IpMsg.Node.Networks;

/// <summary>An adapter that is up, as <see cref="NetworkAdapters.Read"/> finds it. Loopback adapters are left out.</summary>
/// <param name="Addresses">The addresses of the adapter.</param>
internal sealed record NetworkAdapter(IReadOnlyList<AdapterAddress> Addresses)
{
    /// <summary>True when an IPv4 gateway is behind the adapter, so that other networks can reach its address.</summary>
    internal bool HasGateway { get; init; }

    /// <summary>The index for IPv6 multicasts; null when the adapter supports none.</summary>
    internal int? MulticastIndex { get; init; }
}

/// <summary>An address of an adapter.</summary>
/// <param name="Address">The address, IPv4 or IPv6.</param>
/// <param name="Mask">The netmask of an IPv4 address; null when the runtime does not tell it.</param>
internal sealed record AdapterAddress(IPAddress Address, IPAddress? Mask);
