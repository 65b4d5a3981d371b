using System;
using System.Linq;
using System.Text;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class InfoTests
{
    private static InfoRequest Ask(Stage stage, InfoKind kind)
    {
        var request = new InfoRequest(stage.Peer.EndPoint, kind);
        stage.Node.Do((machine, now) => machine.Ask(now, request));
        stage.Lan.Run(0);
        return request;
    }

    [Theory]
    [InlineData(0x40u, "")]
    [InlineData(0x140u, "\0")]
    [InlineData(0x1900340u, "any body at all\0and more\0")]
    [InlineData(0x400140u, "41900004:00:00:00")]
    public void R55_a_version_request_with_any_flags_and_body_is_answered(uint word, string extra)
    {
        var stage = new Stage(new MemberSettings("alice", "ALICE-PC", Stage.Codec) { VersionText = "IpMsg for PowerShell Ver1.0.0" });
        stage.Hears(word, extra);

        Assert.Equal((Command.SendInfo, "IpMsg for PowerShell Ver1.0.0\0"), (stage.Peer.Heard.Single().Command, Encoding.ASCII.GetString(stage.Peer.Heard.Single().Bytes[^30..])));
    }

    [Fact]
    public void R55_an_absence_request_gets_the_text_or_not_absence_mode()
    {
        var stage = new Stage();
        stage.Hears(0x50);
        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", "Back at one")));
        stage.Hears(0x50);

        Assert.Equal([(0x51u, "Not Absence mode"), (0x51u, "Back at one")], stage.Peer.Heard.Select(each => (each.CommandWord, each.Body)));
    }

    [Theory]
    [InlineData(0x50u, 932)]
    [InlineData(0x00800050u, 65001)]
    public void R55_the_absence_text_is_in_the_code_page_unless_UTF8_is_asked_for(uint word, int codePage)
    {
        var stage = new Stage();
        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("昼食", "戻ります")));
        stage.Hears(word);

        var heard = stage.Peer.All(Command.SendAbsenceInfo).Single();
        Assert.Equal("戻ります", Encoding.GetEncoding(codePage).GetString(heard.BodyBytes));
        Assert.Equal(codePage == 65001, (heard.Flags & 0x00800000) != 0);
    }

    [Theory]
    [InlineData(InfoKind.Version, 0x40u, 0x41u)]
    [InlineData(InfoKind.Absence, 0x50u, 0x51u)]
    public void Our_own_question_is_answered_with_its_round_trip(InfoKind kind, uint asks, uint answers)
    {
        var stage = new Stage();
        var request = Ask(stage, kind);
        stage.Lan.Run(1_300);
        stage.HearsFrom(stage.AnotherPeer(3, "other"), answers, "not mine\0");
        stage.Hears(answers == 0x41 ? 0x51u : 0x41u, "another question's\0");
        stage.Hears(answers, "the answer\n\0");
        stage.Lan.RunUntilQuiet();

        Assert.Equal([asks, asks], stage.Peer.Heard.Select(each => each.CommandWord & 0xFF));
        Assert.Equal((true, "the answer", TimeSpan.FromMilliseconds(1_300)), (request.IsEnded, request.Answer, request.RoundTrip));
        Assert.Equal(1, stage.Count(MemberActionKind.Answered));
    }

    [Fact]
    public void A_question_is_asked_five_times_under_one_number_and_then_given_up()
    {
        var stage = new Stage();
        var request = Ask(stage, InfoKind.Version);
        stage.Lan.RunUntilQuiet();

        Assert.Equal([0L, 1_000L, 2_000L, 3_000L, 4_000L], stage.Peer.Heard.Select(each => each.At));
        Assert.Single(stage.Peer.Heard.Select(each => each.NumberText).Distinct());
        Assert.Equal((true, null, 5_000L), (request.IsEnded, request.Answer, stage.Node.Told.Last().At));
    }

    [Fact]
    public void Two_who_ask_the_same_get_one_answer_each()
    {
        var stage = new Stage();
        var requests = new[] { Ask(stage, InfoKind.Version), Ask(stage, InfoKind.Version) };
        stage.Hears(0x41, "Ver 9\0");

        Assert.All(requests, each => Assert.Equal("Ver 9", each.Answer));
    }

    [Fact]
    public void A_cancelled_question_is_asked_no_more()
    {
        var stage = new Stage();
        var request = Ask(stage, InfoKind.Version);
        stage.Node.Do((machine, now) => machine.Cancel(now, request));
        stage.Node.Do((machine, now) => machine.Cancel(now, request));
        stage.Lan.RunUntilQuiet();

        Assert.Single(stage.Peer.Heard);
        Assert.Equal((true, null, 1), (request.IsEnded, request.Answer, stage.Count(MemberActionKind.Answered)));
    }

    [Fact]
    public void Nobody_asked_so_nothing_is_told()
    {
        var stage = new Stage();
        stage.Hears(0x41, "Ver 9\0");
        stage.Hears(0x51, "away\0");

        Assert.Empty(stage.Node.Told);
        Assert.Empty(stage.Peer.Heard);
    }
}
