using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Transport;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Converts the addresses of Start-IpMsgListener.</summary>
internal static class AddressArguments
{
    /// <summary>The value of -Address.</summary>
    /// <exception cref="IpMsgException">The text is no address.</exception>
    internal static IPAddress Local(string text) => EndPointText.TryReadAddress(text.Trim())
        ?? throw new IpMsgException(IpMsgErrorId.InvalidAddress,
            "'" + text + "' is not an address.", text, "Give one of this machine's addresses, such as 192.168.1.5 or 127.0.0.2.");

    /// <summary>The values of -BroadcastAddress. An address without a port gets the port 0.</summary>
    /// <exception cref="IpMsgException">A text is no address.</exception>
    internal static List<IPEndPoint> Broadcast(string[] texts)
    {
        var targets = new List<IPEndPoint>();
        foreach (string text in texts)
        {
            try
            {
                targets.Add(EndPointText.Parse(text, 0));
            }
            catch (FormatException exception)
            {
                throw new IpMsgException(IpMsgErrorId.InvalidAddress, exception.Message, text, null, exception);
            }
        }
        return targets;
    }
}
