using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class InfoHandlerTests
{
    private static InfoRequest Ask(MemberFixture fixture, InfoKind kind)
    {
        var request = new InfoRequest(fixture.Peer.EndPoint, kind);
        fixture.Node.Do((machine, now) => machine.Ask(now, request));
        fixture.Lan.Run(0);
        return request;
    }

    [Theory]
    [InlineData(0x40u, "")]
    [InlineData(0x140u, "\0")]
    [InlineData(0x1900340u, "any body at all\0and more\0")]
    [InlineData(0x400140u, "41900004:00:00:00")]
    [Rule(55)]
    public void R55_a_version_request_with_any_flags_and_body_is_answered(uint word, string extra)
    {
        var fixture = new MemberFixture(
            new MemberSettings("alice", "ALICE-PC", MemberFixture.Codec) { VersionText = "IpMsg for PowerShell Ver1.0.0" });
        fixture.Receive(word, extra);

        Assert.Equal((Command.SendInfo, "IpMsg for PowerShell Ver1.0.0\0"),
            (fixture.Peer.Received.Single().Command, Encoding.ASCII.GetString(fixture.Peer.Received.Single().Bytes[^30..])));
    }

    [Fact]
    [Rule(55)]
    public void R55_an_absence_request_gets_the_text_or_not_absence_mode()
    {
        var fixture = new MemberFixture();
        fixture.Receive(0x50);
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", "Back at one")));
        fixture.Receive(0x50);

        Assert.Equal([(0x51u, "Not Absence mode"), (0x51u, "Back at one")],
            fixture.Peer.Received.Select(each => (each.CommandWord, each.Body)));
    }

    [Theory]
    [InlineData(0x50u, 932)]
    [InlineData(0x00800050u, 65001)]
    [Rule(55)]
    public void R55_the_absence_text_is_in_the_code_page_unless_UTF8_is_asked_for(uint word, int codePage)
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("昼食", "戻ります")));
        fixture.Receive(word);

        var received = fixture.Peer.All(Command.SendAbsenceInfo).Single();
        Assert.Equal("戻ります", Encoding.GetEncoding(codePage).GetString(received.BodyBytes));
        Assert.Equal(codePage == 65001, (received.Flags & 0x00800000) != 0);
    }

    [Theory]
    [InlineData(InfoKind.Version, 0x40u, 0x41u)]
    [InlineData(InfoKind.Absence, 0x50u, 0x51u)]
    public void Our_own_question_is_answered_with_its_round_trip(InfoKind kind, uint asks, uint answers)
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture, kind);
        fixture.Lan.Run(1_300);
        fixture.ReceiveFrom(fixture.AnotherPeer(3, "other"), answers, "not mine\0");
        fixture.Receive(answers == 0x41 ? 0x51u : 0x41u, "another question's\0");
        fixture.Receive(answers, "the answer\n\0");
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([asks, asks], fixture.Peer.Received.Select(each => each.CommandWord & 0xFF));
        Assert.Equal((true, "the answer", TimeSpan.FromMilliseconds(1_300)), (request.IsEnded, request.Answer, request.RoundTrip));
        Assert.Equal(1, fixture.Count<InfoRequestEnded>());
    }

    [Fact]
    public void A_question_is_asked_five_times_under_one_number_and_then_given_up()
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture, InfoKind.Version);
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([0L, 1_000L, 2_000L, 3_000L, 4_000L], fixture.Peer.Received.Select(each => each.At));
        Assert.Single(fixture.Peer.Received.Select(each => each.NumberText).Distinct());
        Assert.Equal((true, null, 5_000L), (request.IsEnded, request.Answer, fixture.Node.Told.Last().At));
    }

    [Fact]
    public void Two_who_ask_the_same_get_one_answer_each()
    {
        var fixture = new MemberFixture();
        var requests = new[] { Ask(fixture, InfoKind.Version), Ask(fixture, InfoKind.Version) };
        fixture.Receive(0x41, "Ver 9\0");

        Assert.All(requests, each => Assert.Equal("Ver 9", each.Answer));
    }

    [Fact]
    public void A_cancelled_question_is_asked_no_more()
    {
        var fixture = new MemberFixture();
        var request = Ask(fixture, InfoKind.Version);
        fixture.Node.Do((machine, now) => machine.Cancel(now, request));
        fixture.Node.Do((machine, now) => machine.Cancel(now, request));
        fixture.Lan.RunUntilQuiet();

        Assert.Single(fixture.Peer.Received);
        Assert.Equal((true, null, 1), (request.IsEnded, request.Answer, fixture.Count<InfoRequestEnded>()));
    }

    [Fact]
    public void Nobody_asked_so_nothing_is_told()
    {
        var fixture = new MemberFixture();
        fixture.Receive(0x41, "Ver 9\0");
        fixture.Receive(0x51, "away\0");

        Assert.Empty(fixture.Node.Told);
        Assert.Empty(fixture.Peer.Received);
    }
}
