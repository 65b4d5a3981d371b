using System;
using System.Globalization;
using System.Net;
using IpMsg.Node.Transport;

namespace IpMsg.Node.Contacts;

/// <summary>A fixed address of a contact: an IP address or the name of a host, with or without a port.</summary>
/// <param name="Address">The IP address; null for a name.</param>
/// <param name="Host">The name of the host; empty for an IP address.</param>
/// <param name="Port">The port; 0 for the ports of the network (R114).</param>
internal readonly record struct ContactAddress(IPAddress? Address, string Host, int Port)
{
    /// <summary>Reads an address; null for a text of another form.</summary>
    internal static ContactAddress? TryParse(string text)
    {
        try
        {
            var endPoint = EndPointText.Parse(text, 0);
            return new ContactAddress(endPoint.Address, "", endPoint.Port);
        }
        catch (FormatException)
        {
            return TryParseName(text.Trim());
        }
    }

    /// <summary>True for a place at this IP address and, when this one has a port, at this port.</summary>
    internal bool Includes(IPEndPoint place) => Address is { } address && Includes(address, place);

    /// <summary>True for a place at an IP address of this host and, when this one has a port, at this port.</summary>
    internal bool Includes(IPAddress address, IPEndPoint place) =>
        address.Equals(place.Address) && (Port == 0 || Port == place.Port);

    // Digits and dots are a mistyped address. A name of that form would be looked up for nothing.
    private static ContactAddress? TryParseName(string text)
    {
        int colon = text.LastIndexOf(':');
        ushort port = 0;
        bool hasPort = colon > 0;
        if (hasPort && !ushort.TryParse(text.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            return null;
        string host = hasPort ? text.Substring(0, colon) : text;
        bool isName = Uri.CheckHostName(host) == UriHostNameType.Dns && host.TrimEnd('.').LastIndexOf('.') is var dot
            && !int.TryParse(host.TrimEnd('.').Substring(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return isName ? new ContactAddress(null, host, port) : null;
    }
}
