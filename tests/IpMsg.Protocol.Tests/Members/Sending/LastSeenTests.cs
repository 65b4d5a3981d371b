using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>A confirmation shows that a member is there, as an entry does.</summary>
public class LastSeenTests
{
    private readonly MemberFixture _fixture = new();

    public LastSeenTests()
    {
        _fixture.Meet();
        _fixture.Lan.Run(60_000);
    }

    [Fact]
    public void A_confirmation_counts_as_seen()
    {
        var before = _fixture.Known().Seen;
        var delivery = _fixture.Send("Hello");
        _fixture.Receive(0x21, delivery.Number + "\0");
        var after = _fixture.Known().Seen;
        Assert.Equal(60_000, after.Milliseconds - before.Milliseconds);
        Assert.Equal(after.Wall, _fixture.Known().LastSeen);
    }

    [Fact]
    public void A_confirmation_with_a_wrong_number_does_not()
    {
        var before = _fixture.Known().Seen;
        var delivery = _fixture.Send("Hello");
        _fixture.Receive(0x21, delivery.Number + 1 + "\0");
        Assert.Equal(before, _fixture.Known().Seen);
    }
}
