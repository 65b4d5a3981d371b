using System.Linq;
using System.Text;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class AbsenceReplyTests
{
    private static Stage Absent(string text = "Back at one")
    {
        var stage = new Stage();
        stage.Meet();
        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", text)));
        stage.Lan.Run(0);
        stage.Peer.Forget();
        return stage;
    }

    [Fact]
    public void R47_who_writes_to_an_absent_member_gets_its_text_marked_as_automatic()
    {
        var stage = Absent();
        stage.Hears(Stage.Confirmed, "Hello\0");

        Assert.Equal([0x21u, 0x01802020u], stage.Peer.Heard.Select(each => each.CommandWord));
        Assert.Equal("Back at one", stage.Peer.Heard[1].Body);
    }

    [Fact]
    public void R47_each_sender_is_told_once_in_each_absence()
    {
        var stage = Absent();
        var other = stage.AnotherPeer(3, "other");
        stage.Meet(other);
        stage.Hears(Stage.Message, "one\0");
        stage.Hears(Stage.Message, "two\0");
        stage.HearsFrom(other, Stage.Message, "one\0");
        Assert.Single(stage.Peer.All(Command.SendMessage));
        Assert.Single(other.All(Command.SendMessage));

        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("", "")));
        stage.Hears(Stage.Message, "three\0");
        Assert.Single(stage.Peer.All(Command.SendMessage));
        stage.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("home", "Tomorrow")));
        stage.Hears(Stage.Message, "four\0");
        Assert.Equal(["Back at one", "Tomorrow"], stage.Peer.All(Command.SendMessage).Select(each => each.Body));
    }

    [Theory]
    [InlineData(0x2020u)]
    [InlineData(0x2120u)]
    [InlineData(0x420u)]
    public void R47_automatic_and_broadcast_messages_get_no_reply(uint word)
    {
        var stage = Absent();
        stage.Hears(word, "Hello\0");

        Assert.Empty(stage.Peer.Heard);
    }

    [Fact]
    public void R47_without_a_text_there_is_no_reply()
    {
        var stage = Absent("");
        stage.Hears(Stage.Message, "Hello\0");

        Assert.Empty(stage.Peer.Heard);
    }

    [Fact]
    public void R47_a_client_without_UTF8_is_told_in_its_code_page()
    {
        var stage = Absent("席を外しています");
        stage.Meet(word: 3);
        stage.Hears(Stage.Message, "Hello\0");

        Assert.Equal(8224u, stage.Peer.Heard.Single().CommandWord);
        Assert.Equal("席を外しています", Encoding.GetEncoding(932).GetString(stage.Peer.Heard.Single().BodyBytes));
    }

    [Fact]
    public void R47_two_absent_members_do_not_talk_to_each_other_for_ever()
    {
        var stage = Absent();
        var other = new Testing.SimulatedHost(stage.Lan, Stage.At(5), new MemberSettings("bob", "BOB-PC", Stage.Codec));
        other.Do((machine, now) => machine.SetPresence(now, null, null, ("away", "I am away too")));
        stage.Send("Are you there?", other.EndPoint);
        stage.Lan.RunUntilQuiet(60_000);

        Assert.Equal(["Are you there?"], other.Machine.Waiting.Select(each => each.Text));
        Assert.Equal(["I am away too"], stage.Texts);
    }
}
