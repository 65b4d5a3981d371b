using System.Net;
using IpMsg.Protocol.Members;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

public class StrangeSourceTests
{
    [Theory]
    [InlineData("10.0.0.9", 0)]
    [InlineData("0.0.0.0", 2425)]
    [InlineData("224.0.0.1", 2425)]
    [InlineData("255.255.255.255", 2425)]
    [InlineData("10.0.0.255", 2425)]
    [InlineData("10.0.0.255", 9999)]
    [InlineData("ff02::1", 2425)]
    [InlineData("::", 2425)]
    public void Who_cannot_have_sent_it_is_neither_answered_nor_remembered(string address, int port)
    {
        var fixture = new MemberFixture();
        fixture.Node.Do(
            (machine, _) =>
                machine.SetNetworks([], [new LocalNetwork(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("255.255.255.0"))], 2425));
        long sent = fixture.Machine.Counters.Sent;
        var from = new IPEndPoint(IPAddress.Parse(address), port);
        foreach (string packet in new[] { "1:1:eve:EVE-PC:16777217:Eve", "1:2:eve:EVE-PC:288:hi", "1:3:eve:EVE-PC:64:",
            "1:4:eve:EVE-PC:18:", "1:5:eve:EVE-PC:1048624:1" })
            fixture.Node.Do((machine, now) => machine.Receive(now, System.Text.Encoding.ASCII.GetBytes(packet), from));
        fixture.Lan.RunUntilQuiet();

        Assert.Empty(fixture.Machine.Members);
        Assert.Empty(fixture.Texts);
        Assert.Equal(sent, fixture.Machine.Counters.Sent);
    }

    [Fact]
    public void The_other_end_of_a_point_to_point_link_is_no_broadcast_address()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do(
            (machine, _) =>
                machine.SetNetworks([], [new LocalNetwork(IPAddress.Parse("10.0.0.8"), IPAddress.Parse("255.255.255.254"))], 2425));
        fixture.Node.Do(
            (machine, now) => machine.Receive(now, "1:1:eve:EVE-PC:16777217:Eve"u8, new IPEndPoint(IPAddress.Parse("10.0.0.9"), 2425)));
        Assert.Single(fixture.Machine.Members);
    }
}
