using System.Linq;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

public class AbsenceReplyTests
{
    private static MemberFixture Absent(string text = "Back at one")
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", text)));
        fixture.Lan.Run(0);
        fixture.Peer.Forget();
        return fixture;
    }

    [Fact]
    [Rule(47)]
    public void R47_who_writes_to_an_absent_member_gets_its_text_marked_as_automatic()
    {
        var fixture = Absent();
        fixture.Receive(MemberFixture.Confirmed, "Hello\0");

        Assert.Equal([0x21u, 0x01802020u], fixture.Peer.Received.Select(each => each.CommandWord));
        Assert.Equal("Back at one", fixture.Peer.Received[1].Body);
    }

    [Fact]
    [Rule(47)]
    public void R47_each_sender_is_told_once_in_each_absence()
    {
        var fixture = Absent();
        var other = fixture.AnotherPeer(3, "other");
        fixture.Meet(other);
        fixture.Receive(MemberFixture.Message, "one\0");
        fixture.Receive(MemberFixture.Message, "two\0");
        fixture.ReceiveFrom(other, MemberFixture.Message, "one\0");
        Assert.Single(fixture.Peer.All(Command.SendMessage));
        Assert.Single(other.All(Command.SendMessage));

        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("", "")));
        fixture.Receive(MemberFixture.Message, "three\0");
        Assert.Single(fixture.Peer.All(Command.SendMessage));
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("home", "Tomorrow")));
        fixture.Receive(MemberFixture.Message, "four\0");
        Assert.Equal(["Back at one", "Tomorrow"], fixture.Peer.All(Command.SendMessage).Select(each => each.Body));
    }

    [Theory]
    [InlineData(0x2020u)]
    [InlineData(0x2120u)]
    [InlineData(0x420u)]
    [Rule(47)]
    public void R47_automatic_and_broadcast_messages_get_no_reply(uint word)
    {
        var fixture = Absent();
        fixture.Receive(word, "Hello\0");

        Assert.Empty(fixture.Peer.Received);
    }

    [Fact]
    [Rule(47)]
    public void R47_without_a_text_there_is_no_reply()
    {
        var fixture = Absent("");
        fixture.Receive(MemberFixture.Message, "Hello\0");

        Assert.Empty(fixture.Peer.Received);
    }

    [Fact]
    [Rule(47)]
    public void R47_a_client_without_UTF8_is_told_in_its_code_page()
    {
        var fixture = Absent("席を外しています");
        fixture.Meet(word: 3);
        fixture.Receive(MemberFixture.Message, "Hello\0");

        Assert.Equal(8224u, fixture.Peer.Received.Single().CommandWord);
        Assert.Equal("席を外しています", Encoding.GetEncoding(932).GetString(fixture.Peer.Received.Single().BodyBytes));
    }

    [Fact]
    [Rule(47)]
    public void R47_two_absent_members_do_not_talk_to_each_other_for_ever()
    {
        var fixture = Absent();
        var other = new Testing.SimulatedHost(fixture.Lan, MemberFixture.At(5), new MemberSettings("bob", "BOB-PC", MemberFixture.Codec));
        other.Do((machine, now) => machine.SetPresence(now, null, null, ("away", "I am away too")));
        fixture.Send("Are you there?", other.EndPoint);
        fixture.Lan.RunUntilQuiet(60_000);

        Assert.Equal(["Are you there?"], other.Machine.Inbox.Waiting.Select(each => each.Text));
        Assert.Equal(["I am away too"], fixture.Texts);
    }
}
