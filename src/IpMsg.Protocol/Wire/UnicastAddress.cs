using System.Net;

namespace IpMsg.Protocol.Wire;

/// <summary>Tells addresses of one machine from those that mean many or none.</summary>
internal static class UnicastAddress
{
    internal static bool IsOne(IPAddress address)
    {
        if (address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any))
            return false;
        byte[] bytes = address.GetAddressBytes();
        // 224.0.0.0 and above are groups, reserved, or everybody.
        return bytes.Length != 4 || bytes[0] is > 0 and < 224;
    }
}
