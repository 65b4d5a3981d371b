using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Sending;

public sealed class FirstContactTests
{
    [Fact]
    public void Two_runspaces_find_each_other_and_exchange_a_message_and_a_reply()
    {
        using var lan = new Lan();
        var here = lan.Session();
        var there = lan.Session();
        lan.Listen(here, 1, "-NickName Sato", 2);
        lan.Listen(there, 2, "-NickName Suzuki", 1);

        var member = here.One<IpMsgMember>("Get-IpMsgMember suzuki -TimeoutSec 20");
        Assert.Equal(("Suzuki", lan.EndPoint(2).ToString()), (member.NickName, member.EndPoint));

        var delivery = here.One<IpMsgDelivery>("Send-IpMsg suzuki 'お昼は?'");
        Assert.Equal(nameof(DeliveryStatus.Confirmed), delivery.Status);

        var reply = there.One<IpMsgDelivery>("Receive-IpMsg -TimeoutSec 20 -Count 1 | Send-IpMsg 'いいね'");
        Assert.Equal(("Sato", nameof(DeliveryStatus.Confirmed)), (reply.To, reply.Status));
        Assert.Equal("いいね", here.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
    }
}
