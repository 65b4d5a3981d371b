using System;
using System.Collections.Generic;
using System.Net;

namespace IpMsg.Node.Transport;

/// <summary>
/// The addresses that the node accepts: <c>-AllowFrom</c> and <c>-DenyFrom</c>. DenyFrom takes precedence; an empty AllowFrom accepts all.
/// </summary>
internal sealed class AddressFilter
{
    private readonly AddressRange[] _allowed;
    private readonly AddressRange[] _denied;

    /// <param name="allowed">Addresses or CIDR ranges; null or empty for all.</param>
    /// <param name="denied">Addresses or CIDR ranges; null or empty for none.</param>
    /// <exception cref="FormatException">A text is neither an address nor a range.</exception>
    internal AddressFilter(IEnumerable<string>? allowed, IEnumerable<string>? denied)
    {
        _allowed = Parse(allowed);
        _denied = Parse(denied);
    }

    internal bool Admits(IPAddress address)
    {
        if (_allowed.Length + _denied.Length == 0)
            return true;
        var bits = AddressBits.Of(address);
        return !AnyContains(_denied, bits) && (_allowed.Length == 0 || AnyContains(_allowed, bits));
    }

    /// <summary>Moves the datagrams of admitted addresses to the front, in their order. Returns their number.</summary>
    internal int Keep(Datagram[] datagrams, int count)
    {
        int admitted = 0;
        for (int i = 0; i < count; i++)
        {
            if (Admits(datagrams[i].From.Address))
                datagrams[admitted++] = datagrams[i];
        }
        return admitted;
    }

    private static bool AnyContains(AddressRange[] ranges, AddressBits bits)
    {
        foreach (var range in ranges)
        {
            if (range.Contains(bits))
                return true;
        }
        return false;
    }

    private static AddressRange[] Parse(IEnumerable<string>? texts)
    {
        var ranges = new List<AddressRange>();
        foreach (string text in texts ?? [])
            ranges.Add(AddressRange.Parse(text));
        return [.. ranges];
    }
}
