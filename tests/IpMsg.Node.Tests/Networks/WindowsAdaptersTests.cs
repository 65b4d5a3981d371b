using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using IpMsg.Node.Networks;
using Xunit;

namespace IpMsg.Node.Tests.Networks;

/// <summary>Which networks an entry goes to, and which address others are told, on typical Windows machines.</summary>
public sealed class WindowsAdaptersTests
{
    /// <summary>One entry a network, as the reference client does. It leaves out 169.254.0.0/16; we do not.</summary>
    [Theory]
    [InlineData("Ethernet and Wi-Fi in one network", "192.168.1.255 [ff15::979] [ff02::1%12] [ff02::1%7]")]
    [InlineData("Ethernet and Wi-Fi in two networks", "10.20.31.255 192.168.1.255")]
    [InlineData("Hyper-V's default switch before the card", "192.168.1.255 172.24.127.255 [ff15::979] [ff02::1%44]")]
    [InlineData("WSL, Docker and the card", "192.168.1.255 172.29.79.255 172.17.255.255")]
    [InlineData("VPN with a single address", "192.168.1.255")]
    [InlineData("VPN with a point-to-point link", "192.168.1.255")]
    [InlineData("VPN with a network of four addresses", "192.168.1.255 10.8.0.7")]
    [InlineData("VPN alone", "255.255.255.255")]
    [InlineData("Teredo beside the card", "192.168.1.255 [ff15::979] [ff02::1%19]")]
    [InlineData("No DHCP server", "169.254.255.255")]
    [InlineData("A Bluetooth network beside the card", "192.168.1.255 169.254.255.255")]
    [InlineData("Two networks on one card", "192.168.1.255 10.255.255.255")]
    [InlineData("Two addresses of one network on one card", "192.168.1.255")]
    [InlineData("A network adapter for loopback", "192.168.1.255")]
    [InlineData("IPv6 alone", "255.255.255.255 [ff15::979] [ff02::1%12]")]
    [InlineData("An adapter that has no address yet", "192.168.1.255")]
    [InlineData("A modem link without a netmask", "192.168.1.255")]
    [InlineData("No cable", "255.255.255.255")]
    public void An_entry_goes_to(string machine, string expected)
    {
        var adapters = Adapters.Machines[machine];
        var targets = BroadcastTargets.Compute(
            null, LocalNetworks.Find(adapters), LocalNetworks.MulticastInterfaces(adapters), [], 2425);
        Assert.Equal(expected.Split(' ').Select(static each => each + ":2425"), targets.Select(static each => each.ToString()));
    }

    /// <summary>Bound to the address of one card, an entry goes to the network of that card.</summary>
    [Theory]
    [InlineData("Ethernet and Wi-Fi in two networks", "192.168.1.35", "192.168.1.255")]
    [InlineData("Hyper-V's default switch before the card", "172.24.112.1", "172.24.127.255")]
    [InlineData("Two networks on one card", "10.0.0.20", "10.255.255.255")]
    [InlineData("VPN with a single address", "10.8.0.6", "255.255.255.255")]
    public void Bound_to_one_address_an_entry_goes_to(string machine, string bound, string expected)
    {
        var targets = BroadcastTargets.Compute(IPAddress.Parse(bound), LocalNetworks.Find(Adapters.Machines[machine]), null, [], 2425);
        Assert.Equal([expected + ":2425"], targets.Select(static each => each.ToString()));
    }

    /// <summary>
    /// A host list tells members of other networks the first address. Nobody outside the machine reaches the one of a virtual switch.
    /// </summary>
    [Theory]
    [InlineData("Hyper-V's default switch before the card", "192.168.1.20")]
    [InlineData("WSL, Docker and the card", "192.168.1.20")]
    [InlineData("A Bluetooth network beside the card", "192.168.1.20")]
    [InlineData("VPN with a network of four addresses", "192.168.1.20")]
    [InlineData("Ethernet and Wi-Fi in two networks", "10.20.30.40")]
    [InlineData("No DHCP server", "169.254.77.12")]
    public void The_address_for_other_networks_is(string machine, string expected) =>
        Assert.Equal(expected, LocalNetworks.Find(Adapters.Machines[machine])[0].Address.ToString());

    /// <summary>A link without a netmask claimed to contain every address, so no member was outside the own networks.</summary>
    [Fact]
    public void A_link_without_a_netmask_contains_its_own_address_only()
    {
        var network = Assert.Single(LocalNetworks.Find([Adapters.Card("10.64.1.2/0")]));
        Assert.True(network.Contains(IPAddress.Parse("10.64.1.2")));
        Assert.False(network.Contains(IPAddress.Parse("192.168.7.7")));
        Assert.False(network.HasBroadcast);
    }

    [Theory]
    [InlineData(NetworkInterfaceType.Ethernet, OperationalStatus.Up, true)]
    [InlineData(NetworkInterfaceType.Wireless80211, OperationalStatus.Up, true)]
    [InlineData(NetworkInterfaceType.Ppp, OperationalStatus.Up, true)]
    [InlineData(NetworkInterfaceType.Tunnel, OperationalStatus.Up, true)]
    [InlineData(NetworkInterfaceType.Tunnel, OperationalStatus.Unknown, true)]
    [InlineData(NetworkInterfaceType.Loopback, OperationalStatus.Up, false)]
    [InlineData(NetworkInterfaceType.Loopback, OperationalStatus.Unknown, false)]
    [InlineData(NetworkInterfaceType.Ethernet, OperationalStatus.Down, false)]
    [InlineData(NetworkInterfaceType.Wireless80211, OperationalStatus.LowerLayerDown, false)]
    [InlineData(NetworkInterfaceType.Wireless80211, OperationalStatus.Dormant, false)]
    [InlineData(NetworkInterfaceType.Ethernet, OperationalStatus.NotPresent, false)]
    public void An_adapter_counts_while_it_is_up_and_no_loopback(NetworkInterfaceType type, OperationalStatus status, bool expected) =>
        Assert.Equal(expected, NetworkAdapters.IsUsable(type, status));

    [Fact]
    public void The_adapters_of_this_machine_can_be_read() =>
        Assert.DoesNotContain(NetworkAdapters.Read().SelectMany(static each => each.Addresses),
            static each => each.Address.Equals(IPAddress.Loopback));
}
