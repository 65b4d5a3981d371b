using System.ComponentModel;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>Endpoints for tables: IPv4 in full; longer ones as their start and end, which differ.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class EndPointColumn
{
    // 255.255.255.255:65535
    private const int Width = 21, Tail = 13;

    /// <summary>The endpoint, also a deserialized one.</summary>
    public static string Of(PSObject? endPoint)
    {
        string text = endPoint?.ToString() ?? "";
        if (text.Length <= Width)
            return text;
        string ellipsis = StandIns.Current.Ellipsis;
        return text.Substring(0, Width - Tail - ellipsis.Length) + ellipsis + text.Substring(text.Length - Tail);
    }

    /// <summary>Address and port as an endpoint.</summary>
    public static string Join(string? address, int port) => (address?.IndexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
}
