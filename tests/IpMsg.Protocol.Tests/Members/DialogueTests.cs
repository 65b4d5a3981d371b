using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members;

/// <summary>
/// The member in the place of the client in the recorded dialogues: fed the other side's datagrams, it answers as the rules ask.
/// </summary>
public class DialogueTests
{
    /// <summary>Feeds a datagram and gives back what is answered to it within five seconds: command word and body.</summary>
    private static List<(uint, string)> Feed(MemberFixture fixture, byte[] datagram)
    {
        fixture.Peer.Forget();
        fixture.Peer.Send(fixture.Node.EndPoint, datagram);
        fixture.Lan.Run(5_000);
        return [.. fixture.Peer.Received.Select(each => (each.CommandWord, each.Body))];
    }

    private static byte[] Recorded(string file, string sender, string header) =>
        RecordedDialogue.Read(file).First(each => each.Sender == sender && each.Shown.StartsWith(header, StringComparison.Ordinal)).Bytes;

    private static byte[] FromProbe(string number) => Recorded(RecordedDialogue.Reference, "probe", "1:" + number + ":");

    [Fact]
    public void The_probe_of_the_reference_dialogue_is_answered_rule_by_rule()
    {
        var fixture = new MemberFixture();
        // Entry (R22, R23): the probe did not say that it reads UTF-8.
        Assert.Equal([(0x01000003u, "Alice")], Feed(fixture, FromProbe("1795368257")));
        Assert.Equal(("Tester", "groupT", true),
            (fixture.Known("tester").NickName, fixture.Known("tester").GroupName, fixture.Known("tester").IsAbsent));
        // Who has a list? (R33), and the list (R34), with and without UTF-8.
        Assert.Equal([(0x11u, "")], Feed(fixture, FromProbe("1795368258")));
        const string List =
            "    0\a    2\aalice\aALICE-PC\a16777216\a10.0.0.1\a30985\aAlice\aDev\a"
                + "tester\atesthost\a256\a10.0.0.2\a30985\aTester\agroupT\a";
        Assert.Equal([(0x13u, List)], Feed(fixture, FromProbe("1795368260")));
        Assert.Equal([(0x00800013u, List)], Feed(fixture, FromProbe("1795368261")));
        // Absence text when absent and when not (R55).
        Assert.Equal([(0x51u, "Not Absence mode")], Feed(fixture, FromProbe("1795368262")));
        fixture.Node.Do((machine, now) => machine.SetPresence(now, null, null, ("away", "I am away")));
        fixture.Lan.Run(0);
        Assert.Equal([(0x51u, "I am away")], Feed(fixture, FromProbe("1795368263")));
        // A message to an absent member (R39, R47).
        Assert.Equal([(0x21u, "1795368264"), (0x2020u, "I am away")], Feed(fixture, FromProbe("1795368264")));
        // Version (R55), a sealed message (R39).
        Assert.Equal([(0x41u, "IpMsg for PowerShell")], Feed(fixture, FromProbe("1795368265")));
        Assert.Equal([(0x21u, "1795368266")], Feed(fixture, FromProbe("1795368266")));
        Assert.Equal(["are you there?", "sealed msg"], fixture.Texts);
        Assert.True(fixture.Machine.Inbox.Waiting.Last().IsSealed);
    }

    [Fact]
    public void The_probes_receipts_for_messages_that_we_did_not_send_are_harmless()
    {
        var fixture = new MemberFixture();
        Assert.Empty(Feed(fixture, FromProbe("1795368267")));
        // Its read notice wants an answer all the same, by its own number (R50).
        Assert.Equal([(0x32u, "1795368268")], Feed(fixture, FromProbe("1795368268")));
        Assert.Empty(Feed(fixture, FromProbe("1795368273")));
        Assert.Empty(fixture.Node.Told);
    }

    [Fact]
    public void An_offer_of_files_is_a_message_that_is_confirmed_and_shown_with_its_text()
    {
        var fixture = new MemberFixture();
        Assert.Equal([0x21u, 0x01000001u],
            Feed(fixture, Recorded(RecordedDialogue.Reference, "probe", "1:1795368274:")).Select(each => each.Item1));
        Assert.Equal(["here"], fixture.Texts);
    }

    [Fact]
    public void What_the_reference_itself_sends_is_understood()
    {
        var fixture = new MemberFixture();
        foreach (var record in RecordedDialogue.Read(RecordedDialogue.Reference)
            .Where(each => each is { Transport: "udp", Sender: "reference" }))
            Feed(fixture, record.Bytes);

        var member = fixture.Machine.Members.Single();
        Assert.Equal(("WinRef1", "RefGroup", "WINREF1", "00010002:4:99:103", false),
            (member.NickName, member.GroupName, member.HostName, member.ClientVersion, member.IsAbsent));
        Assert.Contains("日本語 to old peer", fixture.Texts);
        Assert.Contains("with files", fixture.Texts);
        Assert.Contains(fixture.Texts, each => each.StartsWith("ただいま、席をはずしております。", StringComparison.Ordinal));
    }

    [Fact]
    public void The_references_absence_shows_as_its_title()
    {
        var fixture = new MemberFixture();
        Feed(fixture, Recorded(RecordedDialogue.Reference, "reference", "1:1795368263:"));

        Assert.Equal(("WinRef1", true, "不在"),
            (fixture.Machine.Members.Single().NickName, fixture.Machine.Members.Single().IsAbsent,
                fixture.Machine.Members.Single().AbsenceTitle));
    }

    [Fact]
    public void The_probe_of_the_iptux_dialogue_is_answered_rule_by_rule()
    {
        var fixture = new MemberFixture();
        foreach (var record in RecordedDialogue.Read(RecordedDialogue.Iptux).Where(each => each is { Transport: "udp", Sender: "probe" }))
        {
            Assert.True(PacketReader.TryRead(record.Bytes, out var packet));
            var (command, number) = (packet.Command, PacketNumber.Text(packet.Number));
            (uint, string)[] expected = command switch
            {
                Command.Entry => [(0x01000003u, "Alice")],
                Command.SendMessage => [(0x21u, number)],
                Command.GetInfo => [(0x41u, "IpMsg for PowerShell")],
                Command.GetAbsenceInfo => [(0x51u, "Not Absence mode")],
                _ => [],
            };
            Assert.Equal(expected, Feed(fixture, record.Bytes));
        }
        Assert.Equal(["hello iptux ☃ 你好", "here", "sealed", "utf8opt ü"], fixture.Texts);
    }

    [Fact]
    public void What_iptux_itself_sends_is_understood_and_its_confirmation_counts()
    {
        var fixture = new MemberFixture();
        foreach (var record in RecordedDialogue.Read(RecordedDialogue.Iptux).Where(each => each is { Transport: "udp", Sender: "iptux" }))
        {
            Assert.True(PacketReader.TryRead(record.Bytes, out var packet));
            if (packet.Command == Command.Exit)
                Assert.Equal(("iptuxnick", "grpA", "iptux 0.10.0", false),
                    (fixture.Known("root").NickName, fixture.Known("root").GroupName, fixture.Known("root").ClientVersion,
                        fixture.Known("root").IsAbsent));
            Feed(fixture, record.Bytes);
        }
        // Said with DIALUPOPT, its exit is an exit all the same.
        Assert.Equal(0, fixture.Machine.MemberCount);
        Assert.Equal(["line1\nline2 日本語", ""], fixture.Texts);
    }
}
