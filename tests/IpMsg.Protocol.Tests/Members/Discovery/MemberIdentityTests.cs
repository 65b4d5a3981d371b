using System.Linq;
using System.Text;
using Xunit;

namespace IpMsg.Protocol.Tests;

public class MemberIdentityTests
{
    [Theory]
    [InlineData(Stage.Entry)]
    [InlineData(Stage.AnswerEntry)]
    [InlineData(Stage.Absence)]
    public void Entries_answers_and_absences_all_introduce_a_member(uint word)
    {
        var stage = new Stage();
        stage.Hears(word, "Peter\0Ops\0\nUN:peer\nHN:PEER-PC\nNN:Peter\nGN:Ops\nVS:00010002:4:99:103");

        var member = stage.Known();
        Assert.Equal(("Peter", "Ops", "PEER-PC", "00010002:4:99:103"), (member.NickName, member.GroupName, member.HostName, member.ClientVersion));
        Assert.Equal(stage.Peer.EndPoint, member.EndPoint);
    }

    [Fact]
    public void A_strangers_endless_names_and_version_are_cut_to_what_a_member_is_worth()
    {
        var stage = new Stage();
        string endless = new('x', 5_000);
        stage.Hears(Stage.Entry, $"n\0g\0\nUN:{endless}\nHN:{endless}\nNN:{endless}\nGN:{endless}\nVS:{endless}");

        var member = stage.Machine.Members.Single();
        Assert.All([member.UserName, member.HostName, member.NickName, member.GroupName, member.ClientVersion!], each => Assert.Equal(256, each.Length));
    }

    [Fact]
    public void R25_an_exit_removes_whoever_stands_at_that_address_whatever_the_names_say()
    {
        var stage = new Stage();
        var other = stage.AnotherPeer(3, "other");
        stage.Meet();
        stage.Meet(other);
        stage.Peer.User = "other";
        stage.Peer.Host = "OTHER-PC";
        stage.Hears(Stage.Exit, "Other\0\0");

        Assert.Equal(["other"], stage.Machine.Members.Select(each => each.UserName));
        Assert.Equal("peer", ((Member)stage.Node.Told.Last().Subject!).UserName);
    }

    [Fact]
    public void R25_an_exit_of_a_stranger_has_no_effect()
    {
        var stage = new Stage();
        stage.Meet();
        stage.HearsFrom(stage.AnotherPeer(3, "peer"), Stage.Exit, "Peer\0\0");

        Assert.Equal(1, stage.Machine.MemberCount);
        Assert.Equal(0, stage.Count(MemberActionKind.MemberGone));
    }

    [Fact]
    public void R26_names_are_one_member_whatever_their_letter_case()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Peer.User = "PEER";
        stage.Peer.Host = "peer-pc";
        stage.Hears(Stage.Absence, "New\0\0");

        Assert.Equal("New", stage.Machine.Members.Single().NickName);
    }

    [Fact]
    public void R26_a_member_stays_at_its_address_for_seven_seconds_and_then_moves_to_its_new_one()
    {
        var stage = new Stage();
        var elsewhere = stage.AnotherPeer(3, "peer");
        stage.Meet();
        stage.Lan.Run(6_999);
        stage.HearsFrom(elsewhere, Stage.AnswerEntry, "Second\0\0");
        Assert.Equal((stage.Peer.EndPoint, "Second"), (stage.Known().EndPoint, stage.Known().NickName));

        stage.Lan.Run(1);
        stage.HearsFrom(elsewhere, Stage.AnswerEntry, "Third\0\0");
        Assert.Equal((elsewhere.EndPoint, 1), (stage.Known().EndPoint, stage.Machine.MemberCount));
        // The old address is free again: an exit from there concerns nobody.
        stage.Hears(Stage.Exit);
        Assert.Equal(1, stage.Machine.MemberCount);
    }

    [Fact]
    public void R26_a_restarted_member_is_found_at_its_new_port_by_its_second_entry()
    {
        var stage = new Stage();
        var restarted = stage.AnotherPeer(2, "peer", port: 50_000);
        stage.Meet();
        stage.Lan.Run(3_000);
        stage.HearsFrom(restarted, Stage.Entry, "Peer\0\0");
        stage.Lan.Run(5_250);
        stage.HearsFrom(restarted, Stage.Entry, "Peer\0\0");

        Assert.Equal(restarted.EndPoint, stage.Known().EndPoint);
    }

    [Fact]
    public void A_member_that_answers_from_its_other_address_was_seen_all_the_same()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Lan.Run(3_000);
        stage.Meet(stage.AnotherPeer(3, "peer"));

        Assert.Equal((stage.Peer.EndPoint, stage.Lan.Moment.Wall), (stage.Known().EndPoint, stage.Known().LastSeen));
    }

    [Fact]
    public void R26_a_new_name_at_a_known_address_replaces_the_member_there()
    {
        var stage = new Stage();
        stage.Meet();
        stage.Peer.User = "newcomer";
        stage.Meet();

        Assert.Equal("newcomer", stage.Machine.Members.Single().UserName);
        Assert.Equal([MemberActionKind.MemberSeen, MemberActionKind.MemberGone, MemberActionKind.MemberSeen], stage.Node.Told.Select(each => each.Kind));
    }

    [Fact]
    public void R26_who_replaces_a_member_does_not_inherit_its_encoding()
    {
        var stage = new Stage();
        stage.Hears(3, Encoding.Latin1.GetString(Encoding.GetEncoding(932).GetBytes("テスト")) + "\0\0");
        stage.Peer.User = "newcomer";
        stage.Hears(3, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("你好")) + "\0\0");

        Assert.Equal("你好", stage.Machine.Members.Single().NickName);
    }

    [Fact]
    public void R31_each_entry_packet_replaces_the_capabilities()
    {
        var stage = new Stage();
        stage.Meet(word: 0x0F640003);
        Assert.Equal((EntryFlags)0x0F640000, stage.Known().Status);
        stage.Meet(word: 0x00000104);

        Assert.Equal(EntryFlags.Absent, stage.Known().Status);
        Assert.True(stage.Known().IsAbsent);
    }

    [Fact]
    public void R28_an_absent_member_shows_its_bare_name_and_its_title()
    {
        var stage = new Stage();
        stage.Hears(Stage.Absence | 0x100, "Peter[out [of] office]\0\0");
        Assert.True(stage.Known().IsAbsent);
        stage.Hears(Stage.Absence, "Peter[x]\0\0");

        Assert.Equal((false, "Peter[x]"), (stage.Known().IsAbsent, stage.Known().NickName));
    }

    [Theory]
    [InlineData(Stage.Entry)]
    [InlineData(Stage.AnswerEntry)]
    [InlineData(Stage.Absence)]
    public void R30_a_fingerprint_without_the_ability_to_encrypt_is_neither_added_nor_answered(uint word)
    {
        var stage = new Stage(Stage.Settings(EntryFlags.CanUtf8 | EntryFlags.CanEncrypt));
        stage.Peer.User = "bob-<488c45d2cac847d2>";
        stage.Hears(word, "Bob\0\0");
        stage.Lan.Run(10_000);
        Assert.Equal(0, stage.Machine.MemberCount);
        Assert.Empty(stage.Peer.Heard);

        stage.Hears(word | 0x00400000, "Bob\0\0");
        Assert.Equal(1, stage.Machine.MemberCount);
    }

    [Fact]
    public void R30_who_cannot_encrypt_itself_takes_fingerprints_for_names()
    {
        var stage = new Stage();
        stage.Peer.User = "bob-<488c45d2cac847d2>";
        stage.Meet();

        Assert.Equal(1, stage.Machine.MemberCount);
    }
}
