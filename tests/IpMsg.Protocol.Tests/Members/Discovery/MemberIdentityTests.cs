using System.Linq;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class MemberIdentityTests
{
    [Theory]
    [InlineData(MemberFixture.Entry)]
    [InlineData(MemberFixture.AnswerEntry)]
    [InlineData(MemberFixture.Absence)]
    public void Entries_answers_and_absences_all_introduce_a_member(uint word)
    {
        var fixture = new MemberFixture();
        fixture.Receive(word, "Peter\0Ops\0\nUN:peer\nHN:PEER-PC\nNN:Peter\nGN:Ops\nVS:00010002:4:99:103");

        var member = fixture.Known();
        Assert.Equal(("Peter", "Ops", "PEER-PC", "00010002:4:99:103"),
            (member.NickName, member.GroupName, member.HostName, member.ClientVersion));
        Assert.Equal(fixture.Peer.EndPoint, member.EndPoint);
    }

    [Fact]
    public void A_strangers_endless_names_and_version_are_cut_to_what_a_member_is_worth()
    {
        var fixture = new MemberFixture();
        string endless = new('x', 5_000);
        fixture.Receive(MemberFixture.Entry, $"n\0g\0\nUN:{endless}\nHN:{endless}\nNN:{endless}\nGN:{endless}\nVS:{endless}");

        var member = fixture.Machine.Members.Single();
        Assert.All([member.UserName, member.HostName, member.NickName, member.GroupName, member.ClientVersion!],
            each => Assert.Equal(256, each.Length));
    }

    [Fact]
    [Rule(25)]
    public void R25_an_exit_removes_the_member_at_that_address_under_any_names()
    {
        var fixture = new MemberFixture();
        var other = fixture.AnotherPeer(3, "other");
        fixture.Meet();
        fixture.Meet(other);
        fixture.Peer.User = "other";
        fixture.Peer.Host = "OTHER-PC";
        fixture.Receive(MemberFixture.Exit, "Other\0\0");

        Assert.Equal(["other"], fixture.Machine.Members.Select(each => each.UserName));
        Assert.Equal("peer", Assert.IsType<MemberGone>(fixture.Node.Told.Last().Event).Member.UserName);
    }

    [Fact]
    [Rule(25)]
    public void R25_an_exit_of_a_stranger_has_no_effect()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.ReceiveFrom(fixture.AnotherPeer(3, "peer"), MemberFixture.Exit, "Peer\0\0");

        Assert.Equal(1, fixture.Machine.MemberCount);
        Assert.Equal(0, fixture.Count<MemberGone>());
    }

    [Fact]
    [Rule(26)]
    public void R26_names_are_one_member_whatever_their_letter_case()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Peer.User = "PEER";
        fixture.Peer.Host = "peer-pc";
        fixture.Receive(MemberFixture.Absence, "New\0\0");

        Assert.Equal("New", fixture.Machine.Members.Single().NickName);
    }

    [Fact]
    [Rule(26)]
    public void R26_a_member_stays_at_its_address_for_seven_seconds_and_then_moves_to_its_new_one()
    {
        var fixture = new MemberFixture();
        var elsewhere = fixture.AnotherPeer(3, "peer");
        fixture.Meet();
        fixture.Lan.Run(6_999);
        fixture.ReceiveFrom(elsewhere, MemberFixture.AnswerEntry, "Second\0\0");
        Assert.Equal((fixture.Peer.EndPoint, "Second"), (fixture.Known().EndPoint, fixture.Known().NickName));

        fixture.Lan.Run(1);
        fixture.ReceiveFrom(elsewhere, MemberFixture.AnswerEntry, "Third\0\0");
        Assert.Equal((elsewhere.EndPoint, 1), (fixture.Known().EndPoint, fixture.Machine.MemberCount));
        // The old address is free again: an exit from there concerns nobody.
        fixture.Receive(MemberFixture.Exit);
        Assert.Equal(1, fixture.Machine.MemberCount);
    }

    [Fact]
    [Rule(26)]
    public void R26_a_restarted_member_is_found_at_its_new_port_by_its_second_entry()
    {
        var fixture = new MemberFixture();
        var restarted = fixture.AnotherPeer(2, "peer", port: 50_000);
        fixture.Meet();
        fixture.Lan.Run(3_000);
        fixture.ReceiveFrom(restarted, MemberFixture.Entry, "Peer\0\0");
        fixture.Lan.Run(5_250);
        fixture.ReceiveFrom(restarted, MemberFixture.Entry, "Peer\0\0");

        Assert.Equal(restarted.EndPoint, fixture.Known().EndPoint);
    }

    [Fact]
    public void A_member_that_answers_from_its_other_address_was_seen_all_the_same()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Lan.Run(3_000);
        fixture.Meet(fixture.AnotherPeer(3, "peer"));

        Assert.Equal((fixture.Peer.EndPoint, fixture.Lan.Moment.Wall), (fixture.Known().EndPoint, fixture.Known().LastSeen));
    }

    [Fact]
    [Rule(26)]
    public void R26_a_new_name_at_a_known_address_replaces_the_member_there()
    {
        var fixture = new MemberFixture();
        fixture.Meet();
        fixture.Peer.User = "newcomer";
        fixture.Meet();

        Assert.Equal("newcomer", fixture.Machine.Members.Single().UserName);
        Assert.Equal([typeof(MemberSeen), typeof(MemberGone), typeof(MemberSeen)], fixture.Node.Told.Select(each => each.Event.GetType()));
    }

    [Fact]
    [Rule(26)]
    public void R26_who_replaces_a_member_does_not_inherit_its_encoding()
    {
        var fixture = new MemberFixture();
        fixture.Receive(3, Encoding.Latin1.GetString(Encoding.GetEncoding(932).GetBytes("テスト")) + "\0\0");
        fixture.Peer.User = "newcomer";
        fixture.Receive(3, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("你好")) + "\0\0");

        Assert.Equal("你好", fixture.Machine.Members.Single().NickName);
    }

    [Fact]
    [Rule(31)]
    public void R31_each_entry_packet_replaces_the_capabilities()
    {
        var fixture = new MemberFixture();
        fixture.Meet(word: 0x0F640003);
        Assert.Equal((EntryFlags)0x0F640000, fixture.Known().Status);
        fixture.Meet(word: 0x00000104);

        Assert.Equal(EntryFlags.Absent, fixture.Known().Status);
        Assert.True(fixture.Known().IsAbsent);
    }

    [Fact]
    [Rule(28)]
    public void R28_an_absent_member_shows_its_bare_name_and_its_title()
    {
        var fixture = new MemberFixture();
        fixture.Receive(MemberFixture.Absence | 0x100, "Peter[out [of] office]\0\0");
        Assert.True(fixture.Known().IsAbsent);
        fixture.Receive(MemberFixture.Absence, "Peter[x]\0\0");

        Assert.Equal((false, "Peter[x]"), (fixture.Known().IsAbsent, fixture.Known().NickName));
    }

    [Theory]
    [InlineData(MemberFixture.Entry)]
    [InlineData(MemberFixture.AnswerEntry)]
    [InlineData(MemberFixture.Absence)]
    [Rule(30)]
    public void R30_a_fingerprint_without_the_ability_to_encrypt_is_neither_added_nor_answered(uint word)
    {
        var fixture = new MemberFixture(MemberFixture.Settings(EntryFlags.CanUtf8 | EntryFlags.CanEncrypt));
        fixture.Peer.User = "bob-<488c45d2cac847d2>";
        fixture.Receive(word, "Bob\0\0");
        fixture.Lan.Run(10_000);
        Assert.Equal(0, fixture.Machine.MemberCount);
        Assert.Empty(fixture.Peer.Received);

        fixture.Receive(word | 0x00400000, "Bob\0\0");
        Assert.Equal(1, fixture.Machine.MemberCount);
    }

    [Fact]
    [Rule(30)]
    public void R30_who_cannot_encrypt_itself_takes_fingerprints_for_names()
    {
        var fixture = new MemberFixture();
        fixture.Peer.User = "bob-<488c45d2cac847d2>";
        fixture.Meet();

        Assert.Equal(1, fixture.Machine.MemberCount);
    }
}
