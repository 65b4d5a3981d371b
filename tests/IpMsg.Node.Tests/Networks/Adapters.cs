using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Node.Networks;

namespace IpMsg.Node.Tests.Networks;

/// <summary>The adapters of typical Windows machines, as .NET reports them there.</summary>
internal static class Adapters
{
    /// <summary>The machines of the tables below.</summary>
    internal static readonly Dictionary<string, NetworkAdapter[]> Machines = new()
    {
        ["Ethernet and Wi-Fi in one network"] =
            [Card("192.168.1.20/24", "fe80::1c2b%12") with { HasGateway = true, MulticastIndex = 12 },
             Card("192.168.1.35/24", "fe80::77aa%7") with { HasGateway = true, MulticastIndex = 7 }],
        ["Ethernet and Wi-Fi in two networks"] =
            [Card("10.20.30.40/22") with { HasGateway = true }, Card("192.168.1.35/24") with { HasGateway = true }],
        ["Hyper-V's default switch before the card"] =
            [Card("172.24.112.1/20", "fe80::d1%44") with { MulticastIndex = 44 },
             Card("192.168.1.20/24") with { HasGateway = true }],
        ["WSL, Docker and the card"] =
            [Card("172.29.64.1/20"), Card("172.17.0.1/16"), Card("192.168.1.20/24") with { HasGateway = true }],
        ["VPN with a single address"] =
            [Card("10.8.0.6/32") with { HasGateway = true }, Card("192.168.1.20/24") with { HasGateway = true }],
        ["VPN with a point-to-point link"] =
            [Card("10.9.0.2/31") with { HasGateway = true }, Card("192.168.1.20/24") with { HasGateway = true }],
        ["VPN with a network of four addresses"] = [Card("10.8.0.6/30"), Card("192.168.1.20/24") with { HasGateway = true }],
        ["VPN alone"] = [Card("100.64.10.9/32") with { HasGateway = true }],
        ["Teredo beside the card"] =
            [Card("2001:0:2851:782c::1", "fe80::8%19") with { MulticastIndex = 19 },
             Card("192.168.1.20/24") with { HasGateway = true }],
        ["No DHCP server"] = [Card("169.254.77.12/16")],
        ["A Bluetooth network beside the card"] =
            [Card("169.254.77.12/16"), Card("192.168.1.20/24") with { HasGateway = true }],
        ["Two networks on one card"] = [Card("192.168.1.20/24", "10.0.0.20/8") with { HasGateway = true }],
        ["Two addresses of one network on one card"] = [Card("192.168.1.20/24", "192.168.1.21/24") with { HasGateway = true }],
        ["A network adapter for loopback"] = [Card("127.0.0.5/8"), Card("192.168.1.20/24") with { HasGateway = true }],
        ["IPv6 alone"] = [Card("fe80::1c2b%12", "2001:db8::20") with { MulticastIndex = 12 }],
        ["An adapter that has no address yet"] = [Card("0.0.0.0/0"), Card("192.168.1.20/24") with { HasGateway = true }],
        ["A modem link without a netmask"] = [Card("10.64.1.2/0"), Card("192.168.1.20/24") with { HasGateway = true }],
        ["No cable"] = [],
    };

    /// <summary>An adapter with IPv4 addresses such as 10.0.0.1/8 and IPv6 addresses.</summary>
    internal static NetworkAdapter Card(params string[] addresses) => new([.. addresses.Select(Address)]);

    private static AdapterAddress Address(string text)
    {
        string[] parts = text.Split('/');
        return new AdapterAddress(IPAddress.Parse(parts[0]), parts.Length == 1 ? null : Mask(int.Parse(parts[1], null)));
    }

    private static IPAddress Mask(int prefix)
    {
        uint bits = prefix == 0 ? 0 : uint.MaxValue << (32 - prefix);
        return new IPAddress([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]);
    }
}
