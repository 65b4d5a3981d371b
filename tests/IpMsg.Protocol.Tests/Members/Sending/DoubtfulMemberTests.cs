using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

/// <summary>A member that does not confirm is doubtful until it sends a packet.</summary>
public class DoubtfulMemberTests
{
    private readonly MemberFixture _fixture = new();

    public DoubtfulMemberTests() => _fixture.Meet();

    [Fact]
    public void A_member_that_does_not_confirm_is_doubtful_and_is_not_before_the_last_transmission()
    {
        _fixture.Send("Hello");
        _fixture.Lan.Run(4_500);
        Assert.False(_fixture.Known().IsDoubtful);
        _fixture.Lan.RunUntilQuiet();
        Assert.True(_fixture.Known().IsDoubtful);
    }

    [Theory]
    [InlineData(0x21, true)]
    [InlineData(MemberFixture.AnswerEntry, false)]
    [InlineData(MemberFixture.Message, false)]
    [InlineData(0x41, false)]
    public void Any_packet_of_the_member_ends_the_doubt(uint command, bool isConfirmation)
    {
        var delivery = _fixture.Send("Hello");
        _fixture.Lan.RunUntilQuiet();
        _fixture.Receive(command, isConfirmation ? delivery.Number + "\0" : "peer\0\0");
        Assert.False(_fixture.Known().IsDoubtful);
        Assert.Equal(isConfirmation ? DeliveryStatus.Confirmed : DeliveryStatus.Unconfirmed, delivery.Status);
    }

    [Fact]
    public void A_packet_of_another_member_and_a_packet_that_cannot_be_read_do_not_end_it()
    {
        var other = _fixture.AnotherPeer(3, "other");
        _fixture.Send("Hello");
        _fixture.Lan.RunUntilQuiet();
        _fixture.Meet(other);
        _fixture.Node.Do((machine, now) => machine.Receive(now, "nonsense"u8, _fixture.Peer.EndPoint));
        Assert.True(_fixture.Known().IsDoubtful);
        Assert.False(_fixture.Known("other").IsDoubtful);
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(1_500, true)]
    public void A_timeout_after_one_transmission_shows_nothing(int timeoutMs, bool isDoubtful)
    {
        _fixture.Send(new OutgoingMessage("Hello") { TimeoutMs = timeoutMs }, _fixture.Peer.EndPoint);
        _fixture.Lan.RunUntilQuiet();
        Assert.Equal(isDoubtful, _fixture.Known().IsDoubtful);
    }

    [Fact]
    public void A_confirmed_delivery_has_the_time_of_its_first_transmission_and_its_recipient_is_certain()
    {
        var delivery = _fixture.Send("Hello");
        var sentAt = _fixture.Lan.Moment.Wall;
        _fixture.Lan.Run(1_250);
        _fixture.Receive(0x21, delivery.Number + "\0");
        Assert.Equal((sentAt, 2), (delivery.SentAt, delivery.Attempts));
        Assert.False(_fixture.Known().IsDoubtful);
    }

    [Fact]
    public void Stopping_the_listener_shows_nothing_about_the_recipient()
    {
        _fixture.Send("Hello");
        _fixture.Lan.Run(2_500);
        _fixture.Node.Do((machine, now) => machine.Stop(now));
        Assert.False(_fixture.Known().IsDoubtful);
    }

    [Fact]
    public void The_doubt_about_a_member_that_has_left_does_not_pass_to_the_next_one_at_its_address()
    {
        _fixture.Send("Hello");
        _fixture.Lan.RunUntilQuiet();
        _fixture.Node.Do((machine, now) => machine.Refresh(now));
        _fixture.Lan.RunUntilQuiet();
        Assert.Empty(_fixture.Machine.Members);
        (_fixture.Peer.User, _fixture.Peer.Host) = ("next", "NEXT-PC");
        _fixture.Meet();
        Assert.False(_fixture.Known("next").IsDoubtful);
    }
}
