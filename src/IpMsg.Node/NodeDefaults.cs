using System;
using System.Globalization;
using System.Net;

namespace IpMsg.Node;

/// <summary>The default user name and host name.</summary>
internal static class NodeDefaults
{
    internal static string UserName => Environment.UserName is { Length: > 0 } name ? name : "user";

    /// <summary>
    /// The machine name, followed by the address and the port when they are not the defaults: several members on one machine need
    /// different names (R26).
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
