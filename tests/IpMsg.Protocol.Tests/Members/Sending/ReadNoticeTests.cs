using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Sending;

public class ReadNoticeTests
{
    private static (MemberFixture, Delivery) Sent(bool isSealed = true)
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.PeerConfirms();
        var delivery = fixture.Send(new OutgoingMessage("secret") { IsSealed = isSealed }, fixture.Peer.EndPoint).Single();
        fixture.Peer.Forget();
        return (fixture, delivery);
    }

    [Fact]
    [Rule(49)]
    public void R49_a_sealed_message_carries_SECRETOPT_and_READCHECKOPT()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send(new OutgoingMessage("secret") { IsSealed = true }, fixture.Peer.EndPoint);

        Assert.Equal(0x01900320u, fixture.Peer.Received.Single().CommandWord);
    }

    [Fact]
    [Rule(50)]
    public void R50_a_read_notice_is_answered_each_time_by_its_own_number_and_reported_once()
    {
        var (fixture, delivery) = Sent();
        uint notice = fixture.Receive(0x100030, delivery.Number + "\0");
        fixture.Lan.Run(750);
        fixture.Peer.Say(fixture.Node.EndPoint, 0x100030, System.Text.Encoding.ASCII.GetBytes(delivery.Number + "\0"),
            notice.ToString(CultureInfo.InvariantCulture));
        fixture.Lan.Run(0);

        Assert.All(fixture.Peer.Received,
            each => Assert.Equal((0x32u, notice.ToString(CultureInfo.InvariantCulture)), (each.CommandWord, each.Body)));
        Assert.Equal(2, fixture.Peer.Received.Count);
        Assert.Equal(1, fixture.ReadReports);
        Assert.Equal(SimulatedLan.Epoch, delivery.OpenedAt);
    }

    [Fact]
    [Rule(50)]
    public void R50_without_READCHECKOPT_the_notice_is_reported_and_not_answered()
    {
        var (fixture, delivery) = Sent();
        fixture.Receive(0x30, delivery.Number + "\0");

        Assert.NotNull(delivery.OpenedAt);
        Assert.Empty(fixture.Peer.Received);
    }

    [Fact]
    [Rule(50)]
    public void R50_a_notice_from_elsewhere_or_for_an_unsealed_message_reports_nothing()
    {
        var (fixture, delivery) = Sent();
        fixture.ReceiveFrom(fixture.AnotherPeer(3, "peer"), 0x30, delivery.Number + "\0");
        var (plain, unsealed) = Sent(isSealed: false);
        plain.Receive(0x30, unsealed.Number + "\0");

        Assert.Null(delivery.OpenedAt);
        Assert.Null(unsealed.OpenedAt);
        Assert.Equal(0, fixture.ReadReports + plain.ReadReports);
    }

    [Fact]
    [Rule(50)]
    public void R50_long_messages_are_remembered_by_their_bytes_and_short_ones_by_their_number()
    {
        foreach (var (length, count, isRemembered) in new[] { (30_000, 1_000, true), (30_000, 1_100, false), (10, 16_000, true),
            (10, 16_500, false) })
        {
            var (fixture, first) = Sent();
            for (int i = 0; i < count; i++)
                fixture.Send(new string('x', length));
            fixture.Receive(0x30, first.Number + "\0");
            Assert.Equal(isRemembered, first.OpenedAt is not null);
        }
    }

    [Fact]
    [Rule(52)]
    public void R52_a_disposal_notice_is_reported_once_and_never_answered()
    {
        var (fixture, delivery) = Sent();
        fixture.Receive(0x31, delivery.Number + "\0");
        fixture.Receive(0x100131, delivery.Number + "\0");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal((SimulatedLan.Epoch, 1), (delivery.DiscardedAt, fixture.ReadReports));
        Assert.Empty(fixture.Peer.Received);
    }

    [Fact]
    [Rule(54)]
    public void R54_a_locked_message_is_flagged_and_carries_no_password()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send(new OutgoingMessage("x") { IsLocked = true }, fixture.Peer.EndPoint);
        fixture.Receive(0x8020, "locked\0");

        Assert.Equal((0x01808120u, "x"), (fixture.Peer.Received[0].CommandWord, fixture.Peer.Received[0].Extra));
        Assert.True((fixture.Machine.Inbox.Waiting.Single().Flags & MessageFlags.Locked) != 0);
        Assert.Equal((true, false), (fixture.Machine.Inbox.Waiting.Single().IsOpened, fixture.Machine.Inbox.Waiting.Single().IsSealed));
    }

    [Fact]
    [Rule(56)]
    public void R56_NOLOGOPT_is_sent_when_asked_for_and_shown_when_received()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Send(new OutgoingMessage("x") { NoLog = true }, fixture.Peer.EndPoint);
        fixture.Receive(0x20020, "not for the log\0");

        Assert.Equal(0x01820120u, fixture.Peer.Received[0].CommandWord);
        Assert.True((fixture.Machine.Inbox.Waiting.Single().Flags & MessageFlags.NoLog) != 0);
    }
}
