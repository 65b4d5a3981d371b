using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Discovery;

public class AnnouncementTests
{
    [Fact]
    [Rule(17)]
    public void R17_an_entry_is_byte_for_byte_the_one_of_the_reference_with_our_line_in_place_of_its_version()
    {
        var fixture = new MemberFixture(new MemberSettings("alice-<5256214c8110453c>", "ALICE-PC", MemberFixture.Codec)
        {
            NickName = "Alice",
            GroupName = "Dev",
            Capabilities = (EntryFlags)0x0D640000,
        });
        fixture.Node.Do((machine, now) => machine.Introduce(now, fixture.Peer.EndPoint));
        fixture.Lan.Run(0);

        Assert.Equal(
            "1:1767603600:alice-<5256214c8110453c>:ALICE-PC:224657409:Alice\0Dev\0\n"
                + "UN:alice-<5256214c8110453c>\nHN:ALICE-PC\nNN:Alice\nGN:Dev\nPF:1",
            Encoding.ASCII.GetString(fixture.Peer.Received.Single().Bytes));
    }

    [Fact]
    [Rule(17)]
    public void R17_without_a_group_two_NULs_follow_each_other()
    {
        var fixture = new MemberFixture(new MemberSettings("alice", "ALICE-PC", MemberFixture.Codec) { NickName = "Alice" });
        fixture.Node.Do((machine, now) => machine.Introduce(now, fixture.Peer.EndPoint));
        fixture.Lan.Run(0);

        Assert.Equal("1:1767603600:alice:ALICE-PC:16777217:Alice\0\0\nUN:alice\nHN:ALICE-PC\nNN:Alice\nGN:\nPF:1",
            Encoding.ASCII.GetString(fixture.Peer.Received.Single().Bytes));
    }

    [Fact]
    [Rule(17)]
    public void R17_the_longest_entry_has_fewer_than_1300_bytes()
    {
        // Two bytes in UTF-8, and four in GB 18030.
        string longest = new('ÿ', 39);
        var gb18030 = Encoding.GetEncoding("gb18030");
        var fixture = new MemberFixture(new MemberSettings(longest, longest, new TextCodec(gb18030, gb18030))
        {
            NickName = longest,
            GroupName = longest,
        });
        fixture.Node.Do((machine, now) => machine.SetPresence(now, longest + "x", longest + "x", (longest + "x", "")));
        fixture.Node.Do((machine, now) => machine.Introduce(now, fixture.Peer.EndPoint));
        fixture.Lan.Run(0);

        var entry = fixture.Peer.Received.Single();
        Assert.InRange(entry.Bytes.Length, 1_100, 1_299);
        Assert.InRange(Encoding.Latin1.GetByteCount(entry.Extra.Split('\0')[2]), 414, 418);
    }

    [Fact]
    [Rule(21)]
    public void R21_the_start_is_a_no_operation_then_an_entry_after_250_ms_and_another_five_seconds_later()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([(0L, Command.NoOperation), (250L, Command.Entry), (5_250L, Command.Entry)],
            fixture.Peer.Received.Select(each => (each.At, each.Command)));
    }

    [Fact]
    [Rule(21)]
    public void R21_without_the_repeat_option_there_is_one_entry()
    {
        var fixture = new MemberFixture(new MemberSettings("alice", "ALICE-PC", MemberFixture.Codec) { RepeatsEntry = false });
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([Command.NoOperation, Command.Entry], fixture.Peer.Received.Select(each => each.Command));
    }

    [Fact]
    [Rule(21)]
    public void R21_every_target_gets_the_no_operation_and_the_entry()
    {
        var fixture = new MemberFixture();
        var elsewhere = fixture.AnotherPeer(7, "far", port: 3000);
        fixture.Machine.SetNetworks([SimulatedLan.Broadcast(), elsewhere.EndPoint], [], 2425);
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal([Command.NoOperation, Command.Entry, Command.Entry], fixture.Peer.Received.Select(each => each.Command));
        Assert.Equal([Command.NoOperation, Command.Entry, Command.Entry], elsewhere.Received.Select(each => each.Command));
    }

    [Fact]
    [Rule(38)]
    public void R38_IPv6_groups_are_targets_like_any_other()
    {
        var fixture = new MemberFixture();
        var group = new ScriptedPeer(fixture.Lan, new IPEndPoint(IPAddress.Parse("ff15::979"), 2425));
        var link = new ScriptedPeer(fixture.Lan, new IPEndPoint(IPAddress.Parse("ff02::1"), 2425));
        fixture.Machine.SetNetworks([group.EndPoint, link.EndPoint], [], 2425);
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(2, group.All(Command.Entry).Count);
        Assert.Equal(2, link.All(Command.Entry).Count);
    }

    [Fact]
    [Rule(14)]
    public void R14_entry_absence_and_exit_announce_UTF8_and_never_are_UTF8()
    {
        var fixture = new MemberFixture();
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(6_000);
        fixture.Node.Do((machine, now) => machine.SetPresence(now, "アリス", "開発", ("外出", "戻ります")));
        fixture.Lan.Run(1_000);
        fixture.Node.Do((machine, now) => machine.Stop(now));
        fixture.Lan.RunUntilQuiet();

        Assert.Equal(
            [Command.NoOperation, Command.Entry, Command.Entry, Command.NoOperation, Command.Absence, Command.Exit, Command.Exit],
            fixture.Peer.Received.Select(each => each.Command));
        Assert.All(fixture.Peer.Received, each => Assert.Equal(0x01000000u, each.Flags & 0x01800000));
        // The header in the code page, the lines in UTF-8 (R13, R15).
        var absence = fixture.Peer.All(Command.Absence).Single();
        Assert.Equal("アリス[外出]", Encoding.GetEncoding(932).GetString(absence.BodyBytes));
        Assert.Contains("\nNN:アリス[外出]\nGN:開発", Encoding.UTF8.GetString(absence.Bytes), System.StringComparison.Ordinal);
    }
}
