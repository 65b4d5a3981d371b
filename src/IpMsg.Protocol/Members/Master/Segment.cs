using System;
using System.Globalization;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>A network segment: the members that one broadcast reaches.</summary>
/// <param name="Network">The network address.</param>
/// <param name="Prefix">The number of bits of the network address, 8 to 30.</param>
internal readonly record struct Segment(IPAddress Network, int Prefix) : IComparable<Segment>
{
    // A shorter prefix is no broadcast domain, and a longer one has no room for two members.
    internal const int MinPrefix = 8, MaxPrefix = 30;

    /// <summary>The segment of an address; null for IPv6, and when no segment has that prefix.</summary>
    internal static Segment? Of(IPAddress address, long prefix)
    {
        if (AddressKind.IsIPv6(address) || prefix is < MinPrefix or > MaxPrefix)
            return null;
        return new Segment(Combine(address, (int)prefix), (int)prefix);
    }

    /// <summary>The segment of a network of this machine; likewise.</summary>
    internal static Segment? Of(LocalNetwork network)
    {
        int prefix = 0;
        foreach (byte each in network.Mask.GetAddressBytes())
        {
            for (int bits = each; bits != 0; bits &= bits - 1)
                prefix++;
        }
        return Of(network.Address, prefix);
    }

    /// <summary>True when the address is in the segment.</summary>
    internal bool Contains(IPAddress address) =>
        !AddressKind.IsIPv6(address) && Combine(address, Prefix).Equals(Network);

    /// <summary>Orders segments by their addresses, and wider ones before those in them.</summary>
    public int CompareTo(Segment other)
    {
        byte[] own = Network.GetAddressBytes(), others = other.Network.GetAddressBytes();
        for (int i = 0; i < own.Length; i++)
        {
            if (own[i] != others[i])
                return own[i].CompareTo(others[i]);
        }
        return Prefix.CompareTo(other.Prefix);
    }

    /// <summary>Address and prefix, as in 10.1.2.0/24.</summary>
    public override string ToString() => Network + "/" + Prefix.ToString(CultureInfo.InvariantCulture);

    private static IPAddress Combine(IPAddress address, int prefix)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int i = 0; i < bytes.Length; i++)
        {
            int bits = Math.Min(8, Math.Max(0, prefix - 8 * i));
            bytes[i] &= (byte)(0xFF00 >> bits);
        }
        return new IPAddress(bytes);
    }
}
