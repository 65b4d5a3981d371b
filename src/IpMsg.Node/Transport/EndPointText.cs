using System;
using System.Globalization;
using System.Net;

namespace IpMsg.Node.Transport;

/// <summary>
/// Reads an address with or without a port: <c>10.1.2.255</c>, <c>10.1.2.3:2426</c>, <c>fe80::1</c>, <c>[fe80::1]:2425</c>.
/// </summary>
internal static class EndPointText
{
    /// <exception cref="FormatException">The text has another form.</exception>
    internal static IPEndPoint Parse(string text, int defaultPort) =>
        TryParse(text.Trim(), defaultPort) ?? throw new FormatException(
            "'" + text + "' is not an address, with or without a port. Examples: 10.1.2.255, 10.1.2.3:2426, [fe80::1]:2425.");

    private static IPEndPoint? TryParse(string text, int defaultPort)
    {
        if (TryReadAddress(text) is { } alone)
            return new IPEndPoint(alone, defaultPort);
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || TryReadAddress(text.Substring(0, colon)) is not { } address)
            return null;
        return ushort.TryParse(text.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? new IPEndPoint(address, port)
            : null;
    }

    /// <summary>Reads a complete address; null for other texts. IPAddress.TryParse alone reads "10" as 0.0.0.10.</summary>
    internal static IPAddress? TryReadAddress(string text)
    {
        bool bracketed = text.Length > 2 && text[0] == '[' && text[text.Length - 1] == ']';
        if (bracketed)
            text = text.Substring(1, text.Length - 2);
        bool isIPv6 = text.IndexOf(':') >= 0;
        // IPAddress.TryParse reads "[...]:port" as an address and drops the port.
        if (bracketed && !isIPv6 || text.IndexOf('[') >= 0 || !isIPv6 && text.Split('.').Length != 4)
            return null;
        return IPAddress.TryParse(text, out var address) ? address : null;
    }
}
