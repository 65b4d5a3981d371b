using System.Net;

namespace IpMsg.Protocol.Wire;

/// <summary>Distinguishes addresses of one machine from those of many or none.</summary>
internal static class UnicastAddress
{
    /// <summary>True for the address of one machine.</summary>
    internal static bool IsOne(IPAddress address)
    {
        if (address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Any))
            return false;
        byte[] bytes = address.GetAddressBytes();
        // 224.0.0.0 and above are multicast, reserved or broadcast addresses.
        return bytes.Length != 4 || bytes[0] is > 0 and < 224;
    }
}
