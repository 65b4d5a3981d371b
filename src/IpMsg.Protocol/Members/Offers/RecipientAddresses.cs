using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol.Members.Offers;

/// <summary>
/// The addresses to which open offers went. Thread-safe without the gate of the member: the file port asks for every connection, also
/// during a flood of them.
/// </summary>
internal sealed class RecipientAddresses
{
    private readonly Dictionary<IPAddress, int> _offers = [];

    /// <summary>True while an open offer went to this address.</summary>
    internal bool Contains(IPAddress address)
    {
        lock (_offers)
            return _offers.ContainsKey(Plain(address));
    }

    /// <summary>Counts an offer to this address.</summary>
    internal void Add(IPAddress address)
    {
        lock (_offers)
        {
            _offers.TryGetValue(Plain(address), out int count);
            _offers[Plain(address)] = count + 1;
        }
    }

    /// <summary>Counts the end of an offer to this address.</summary>
    internal void Remove(IPAddress address)
    {
        lock (_offers)
        {
            if (!_offers.TryGetValue(Plain(address), out int count))
                return;
            if (count > 1)
                _offers[Plain(address)] = count - 1;
            else
                _offers.Remove(Plain(address));
        }
    }

    /// <summary>The IPv4 address in an IPv6 address that contains one.</summary>
    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
