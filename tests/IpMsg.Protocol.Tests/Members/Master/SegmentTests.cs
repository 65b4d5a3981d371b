using System.Globalization;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Members.Master;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Master;

public sealed class SegmentTests
{
    [Fact]
    public void Segments_are_in_the_order_of_their_addresses()
    {
        string[] ordered = ["9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/24", "10.0.9.0/24", "10.0.10.0/24", "10.0.100.0/24", "192.168.0.0/16"];
        Assert.Equal(ordered, ordered.Reverse().Select(Parse).Order().Select(each => each.ToString()));
    }

    private static Segment Parse(string text)
    {
        string[] parts = text.Split('/');
        return new Segment(IPAddress.Parse(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
