using System.Management.Automation;
using System.Net;
using IpMsg.PowerShell.Internal;
using Xunit;

namespace IpMsg.PowerShell.Tests.Internal;

public sealed class EndPointColumnTests
{
    [Theory]
    [InlineData("255.255.255.255", 65535, "255.255.255.255:65535")]
    [InlineData("2001:db8::5", 2425, "[2001:db8::5]:2425")]
    [InlineData("fe80::a00:27ff:fe4e:66a1%2", 2425, "[fe80::…:66a1%2]:2425")]
    public void Endpoints_keep_the_end_in_which_they_differ(string address, int port, string shown)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        Assert.Equal(shown, EndPointColumn.Of(PSObject.AsPSObject(endPoint)));
        Assert.Equal(shown, EndPointColumn.Of(PSObject.AsPSObject(PSSerializer.Deserialize(PSSerializer.Serialize(endPoint, 2)))));
        Assert.Equal(endPoint.ToString(), EndPointColumn.Join(address, port));
    }
}
