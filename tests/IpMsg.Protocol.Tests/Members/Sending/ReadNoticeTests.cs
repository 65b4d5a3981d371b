using System.Globalization;
using System.Linq;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class ReadNoticeTests
{
    private static (Stage, Delivery) Sent(bool isSealed = true)
    {
        var stage = new Stage();
        stage.Meet();
        stage.PeerConfirms();
        var delivery = stage.Send(new OutgoingMessage("secret") { IsSealed = isSealed }, stage.Peer.EndPoint).Single();
        stage.Peer.Forget();
        return (stage, delivery);
    }

    [Fact]
    public void R49_a_sealed_message_carries_SECRETOPT_and_READCHECKOPT()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Send(new OutgoingMessage("secret") { IsSealed = true }, stage.Peer.EndPoint);

        Assert.Equal(0x01900320u, stage.Peer.Heard.Single().CommandWord);
    }

    [Fact]
    public void R50_a_read_notice_is_answered_each_time_by_its_own_number_and_reported_once()
    {
        var (stage, delivery) = Sent();
        uint notice = stage.Hears(0x100030, delivery.Number + "\0");
        stage.Lan.Run(750);
        stage.Peer.Say(stage.Node.EndPoint, 0x100030, System.Text.Encoding.ASCII.GetBytes(delivery.Number + "\0"), notice.ToString(CultureInfo.InvariantCulture));
        stage.Lan.Run(0);

        Assert.All(stage.Peer.Heard, each => Assert.Equal((0x32u, notice.ToString(CultureInfo.InvariantCulture)), (each.CommandWord, each.Body)));
        Assert.Equal(2, stage.Peer.Heard.Count);
        Assert.Equal(1, stage.Count(MemberActionKind.Read));
        Assert.Equal(SimulatedLan.Epoch, delivery.OpenedAt);
    }

    [Fact]
    public void R50_without_READCHECKOPT_the_notice_is_reported_and_not_answered()
    {
        var (stage, delivery) = Sent();
        stage.Hears(0x30, delivery.Number + "\0");

        Assert.NotNull(delivery.OpenedAt);
        Assert.Empty(stage.Peer.Heard);
    }

    [Fact]
    public void R50_a_notice_from_elsewhere_or_for_an_unsealed_message_reports_nothing()
    {
        var (stage, delivery) = Sent();
        stage.HearsFrom(stage.AnotherPeer(3, "peer"), 0x30, delivery.Number + "\0");
        var (plain, unsealed) = Sent(isSealed: false);
        plain.Hears(0x30, unsealed.Number + "\0");

        Assert.Null(delivery.OpenedAt);
        Assert.Null(unsealed.OpenedAt);
        Assert.Equal(0, stage.Count(MemberActionKind.Read) + plain.Count(MemberActionKind.Read));
    }

    [Fact]
    public void R50_long_messages_are_remembered_by_their_bytes_and_short_ones_by_their_number()
    {
        foreach (var (length, count, isRemembered) in new[] { (30_000, 1_000, true), (30_000, 1_100, false), (10, 16_000, true), (10, 16_500, false) })
        {
            var (stage, first) = Sent();
            for (int i = 0; i < count; i++)
                stage.Send(new string('x', length));
            stage.Hears(0x30, first.Number + "\0");
            Assert.Equal(isRemembered, first.OpenedAt is not null);
        }
    }

    [Fact]
    public void R52_a_disposal_notice_is_reported_once_and_never_answered()
    {
        var (stage, delivery) = Sent();
        stage.Hears(0x31, delivery.Number + "\0");
        stage.Hears(0x100131, delivery.Number + "\0");
        stage.Lan.RunUntilQuiet();

        Assert.Equal((SimulatedLan.Epoch, 1), (delivery.DiscardedAt, stage.Count(MemberActionKind.Read)));
        Assert.Empty(stage.Peer.Heard);
    }

    [Fact]
    public void R54_a_locked_message_is_flagged_and_carries_no_password()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Send(new OutgoingMessage("x") { IsLocked = true }, stage.Peer.EndPoint);
        stage.Hears(0x8020, "locked\0");

        Assert.Equal((0x01808120u, "x"), (stage.Peer.Heard[0].CommandWord, stage.Peer.Heard[0].Extra));
        Assert.True((stage.Machine.Waiting.Single().Flags & MessageFlags.Locked) != 0);
        Assert.Equal((true, false), (stage.Machine.Waiting.Single().IsOpened, stage.Machine.Waiting.Single().IsSealed));
    }

    [Fact]
    public void R56_NOLOGOPT_is_sent_when_asked_for_and_shown_when_received()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Send(new OutgoingMessage("x") { NoLog = true }, stage.Peer.EndPoint);
        stage.Hears(0x20020, "not for the log\0");

        Assert.Equal(0x01820120u, stage.Peer.Heard[0].CommandWord);
        Assert.True((stage.Machine.Waiting.Single().Flags & MessageFlags.NoLog) != 0);
    }
}
