using System;
using System.Collections.Generic;
using System.Net;

namespace IpMsg.Node.Transport;

/// <summary>
/// Whom this member hears: <c>-AllowFrom</c> and <c>-DenyFrom</c>. A denial outweighs a permission; no permission at all permits everyone.
/// </summary>
internal sealed class AddressFilter
{
    private readonly AddressRange[] _allowed;
    private readonly AddressRange[] _denied;

    /// <param name="allowed">Addresses or CIDR; null or empty for everyone.</param>
    /// <param name="denied">Addresses or CIDR; null or empty for no one.</param>
    /// <exception cref="FormatException">One of them is neither.</exception>
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
