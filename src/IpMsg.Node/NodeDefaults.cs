using System;
using System.Globalization;
using System.Net;

namespace IpMsg.Node;

/// <summary>What a member is called when nobody says.</summary>
internal static class NodeDefaults
{
    internal static string UserName => Environment.UserName is { Length: > 0 } name ? name : "user";

    /// <summary>
    /// The machine's name; with address and port where these are not the usual ones, so that several members on one machine do not
    /// look like one (R26).
    /// </summary>
    internal static string HostName(IPAddress? bound, int port)
    {
        string name = Environment.MachineName.Length > 0 ? Environment.MachineName : "host";
        if (bound is not null && !bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any))
            name += "-" + bound.ToString().Replace(':', '.');
        if (port != NodeOptions.StandardPort)
            name += "-" + port.ToString(CultureInfo.InvariantCulture);
        return name;
    }
}
