using System;
using System.Linq;
using System.Net;
using IpMsg.Node.Networks;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Node.Tests.Networks;

public sealed class BroadcastTargetsTests
{
    private static readonly LocalNetwork s_office = Network("192.168.7.20", "255.255.255.0");
    private static readonly LocalNetwork s_lab = Network("10.4.130.9", "255.255.128.0");

    private static LocalNetwork Network(string address, string mask) => new(IPAddress.Parse(address), IPAddress.Parse(mask));

    private static string[] Targets(string? bound, LocalNetwork[] networks, int[]? interfaces = null, params string[] extras) =>
        [.. BroadcastTargets.Compute(bound == null ? null : IPAddress.Parse(bound), networks, interfaces,
            [.. extras.Select(x => EndPointText.Parse(x, 2425))], 2425)
            .Select(x => x.ToString())];

    [Fact]
    public void Every_network_gets_its_directed_broadcast_once() =>
        Assert.Equal(["192.168.7.255:2425", "10.4.255.255:2425"],
            Targets(null, [s_office, s_lab, Network("192.168.7.21", "255.255.255.0")]));

    [Fact]
    public void The_limited_broadcast_is_used_when_there_is_no_other() =>
        Assert.Equal(["255.255.255.255:2425"],
            Targets(null, [Network("10.8.0.6", "255.255.255.255"), Network("10.8.0.8", "255.255.255.254")]));

    [Fact]
    public void Bound_to_one_address_only_its_network_is_called() =>
        Assert.Equal(["10.4.255.255:2425"], Targets("10.4.130.9", [s_office, s_lab]));

    [Fact]
    public void Bound_to_loopback_only_the_extras_are_called() =>
        Assert.Equal(["127.0.0.3:2426"], Targets("127.0.0.2", [s_office], [2], "127.0.0.3:2426"));

    [Fact]
    public void IPv6_adds_the_site_group_and_the_link_group_of_each_interface() =>
        Assert.Equal(["192.168.7.255:2425", "[ff15::979]:2425", "[ff02::1%2]:2425", "[ff02::1%5]:2425"], Targets(null, [s_office], [2, 5]));

    [Theory]
    [InlineData("192.168.7.20", "192.168.7.255:2426", "[ff15::979]:2426", "[ff02::1%2]:2426",
        "192.168.7.255:2425", "[ff15::979]:2425", "[ff02::1%2]:2425")]
    [InlineData("10.8.0.6", "255.255.255.255:2426", "[ff15::979]:2426", "[ff02::1%2]:2426",
        "255.255.255.255:2425", "[ff15::979]:2425", "[ff02::1%2]:2425")]
    [Rule(114)]
    public void R114_another_port_than_2425_adds_all_targets_at_that_port(string bound, params string[] targets) =>
        Assert.Equal(targets, BroadcastTargets.Compute(IPAddress.Parse(bound), [s_office], [2], [], 2426, 2425).Select(x => x.ToString()));

    [Fact]
    public void Extras_come_last_and_not_twice() =>
        Assert.Equal(["192.168.7.255:2425", "10.99.255.255:2425", "10.1.2.3:5000"],
            Targets(null, [s_office], null, "192.168.7.255", "10.99.255.255", "10.1.2.3:5000"));

    [Fact]
    public void Ears_are_for_members_bound_to_one_real_address()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows delivers broadcasts to bound sockets");
        Assert.Equal([IPAddress.Parse("10.4.255.255")], BroadcastListenAddresses.For(IPAddress.Parse("10.4.130.9"), [s_office, s_lab]));
        Assert.Empty(BroadcastListenAddresses.For(null, [s_office, s_lab]));
        Assert.Empty(BroadcastListenAddresses.For(IPAddress.Any, [s_office, s_lab]));
        Assert.Empty(BroadcastListenAddresses.For(IPAddress.Loopback, [Network("127.0.0.1", "255.0.0.0")]));
    }

    [Fact]
    public void The_networks_of_this_machine_have_masks_and_no_loopback()
    {
        var networks = LocalNetworks.Find();
        Assert.SkipWhen(networks.Count == 0, "This machine has no network but loopback.");
        Assert.All(networks, network =>
        {
            Assert.False(IPAddress.IsLoopback(network.Address));
            Assert.NotEqual(IPAddress.Any, network.Mask);
        });
    }
}
