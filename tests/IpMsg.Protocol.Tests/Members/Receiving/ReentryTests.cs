using System;
using System.Globalization;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>A member that leaves and enters again begins anew, and what was sent once is shown once.</summary>
public sealed class ReentryTests
{
    private const uint Entry = 1, Exit = 2;

    private static void Say(MemberFixture fixture, uint word, string number, string extra = "peer\0\0")
    {
        fixture.Peer.Say(fixture.Node.EndPoint, word, Encoding.ASCII.GetBytes(extra), number);
        fixture.Lan.Run(0);
    }

    private static MemberFixture After(string number, params uint[] words)
    {
        var fixture = new MemberFixture();
        Say(fixture, Entry, "1");
        Say(fixture, MemberFixture.Confirmed, number, "hi\0");
        foreach (uint word in words)
            Say(fixture, word, word == Entry ? "1" : "3");
        Say(fixture, MemberFixture.Confirmed, number, "hi\0");
        return fixture;
    }

    [Theory]
    [InlineData("2")]
    [InlineData("1700000002")]
    [InlineData("1700000000123")]
    [Rule(43)]
    public void R43_after_leaving_and_entering_an_old_number_is_a_new_message(string number)
    {
        var fixture = After(number, Exit, Entry);
        Assert.Equal(["hi", "hi"], fixture.Texts);

        // Its retransmission is none.
        fixture.Lan.Run(1_000);
        Say(fixture, MemberFixture.Confirmed, number, "hi\0\0\0\0");
        Assert.Equal(2, fixture.Texts.Count);
        Assert.Equal(3, fixture.Peer.All(Command.ReceiveMessage).Count(each => each.Body == number));
    }

    [Theory]
    [InlineData(new uint[0])]
    [InlineData(new[] { Exit })]
    [InlineData(new[] { Entry })]
    [InlineData(new[] { Entry, Exit })]
    [InlineData(new[] { Exit, 3u })]
    [InlineData(new[] { Exit, 4u })]
    [Rule(43)]
    public void R43_an_exit_or_an_entry_alone_changes_nothing(uint[] words)
    {
        var fixture = After("2", words);

        Assert.Equal(["hi"], fixture.Texts);
        Assert.Equal(2, fixture.Peer.All(Command.ReceiveMessage).Count);
    }

    [Fact]
    [Rule(43)]
    public void R43_each_stay_has_numbers_of_its_own()
    {
        var fixture = After("2", Exit, Entry);
        Say(fixture, Exit, "3");
        Say(fixture, Exit, "4");
        Say(fixture, Entry, "1");
        Say(fixture, Entry, "2");
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");

        Assert.Equal(3, fixture.Texts.Count);
    }

    [Fact]
    [Rule(43)]
    public void R43_the_memory_of_the_second_message_lasts_as_long_as_that_of_the_first()
    {
        var fixture = new MemberFixture();
        Say(fixture, Entry, "1");
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");
        fixture.Lan.Run(599_000);
        Say(fixture, Exit, "3");
        Say(fixture, Entry, "1");
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");
        fixture.Lan.Run(5_000);
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");

        Assert.Equal(2, fixture.Texts.Count);
    }

    [Fact]
    [Rule(43)]
    public void R43_another_member_that_leaves_and_enters_changes_nothing()
    {
        var fixture = new MemberFixture();
        Say(fixture, Entry, "1");
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");
        var other = fixture.AnotherPeer(3, "carol");
        fixture.ReceiveFrom(other, Entry, "carol\0\0");
        fixture.ReceiveFrom(other, Exit, "carol\0\0");
        fixture.ReceiveFrom(other, Entry, "carol\0\0");
        Say(fixture, MemberFixture.Confirmed, "2", "hi\0");

        Assert.Equal(["hi"], fixture.Texts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-40_000)]
    [InlineData(80_000)]
    [InlineData(604_800)]
    [InlineData(30 * 86_400)]
    [Rule(43)]
    public void R43_a_number_that_follows_the_clock_is_a_retransmission_whatever_exits_and_entries_are_forged(int clockDifference)
    {
        var fixture = new MemberFixture();
        long started = SimulatedLan.Epoch.ToUnixTimeSeconds() + clockDifference;
        Say(fixture, Entry, started.ToString(CultureInfo.InvariantCulture));
        string number = (started + 1).ToString(CultureInfo.InvariantCulture);
        for (int second = 0; second < 5; second++)
        {
            Say(fixture, MemberFixture.Confirmed, number, "hi\0");
            Say(fixture, Exit, "3");
            Say(fixture, Entry, second.ToString(CultureInfo.InvariantCulture));
            fixture.Lan.Run(1_000);
        }

        Assert.Equal(["hi"], fixture.Texts);
        Assert.Equal(5, fixture.Peer.All(Command.ReceiveMessage).Count);
    }

    [Theory]
    [InlineData(-366)]
    [InlineData(366)]
    [Rule(43)]
    public void R43_a_message_that_asks_for_a_proof_is_a_retransmission_also_when_a_clock_is_wrong(int days)
    {
        var fixture = new MemberFixture();
        long number = SimulatedLan.Epoch.ToUnixTimeSeconds() + days * 86_400L;
        uint word = MemberFixture.Confirmed | (uint)MessageFlags.CanUtf8;
        Say(fixture, Entry, "1");
        for (int second = 0; second < 3; second++)
        {
            Say(fixture, word, number.ToString(CultureInfo.InvariantCulture), "hi\0\0\nPN:0123456789abcdef");
            Say(fixture, Exit, "3");
            Say(fixture, Entry, second.ToString(CultureInfo.InvariantCulture));
            fixture.Lan.Run(1_000);
        }
        // With other random bits it is another message.
        Say(fixture, word, number.ToString(CultureInfo.InvariantCulture), "hi\0\0\nPN:0123456789abcdee");

        Assert.Equal(["hi", "hi"], fixture.Texts);
        Assert.Equal(4, fixture.Peer.All(Command.ReceiveMessage).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(43, 103)]
    public void R43_R103_on_a_bad_network_our_members_that_come_and_go_are_heard_once(bool isDict)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            int dicts = 0;
            var lan = new SimulatedLan(seed, new LanConditions { Loss = 0.3, Duplication = 0.3, MinDelay = 0, MaxDelay = 900 })
            {
                Tap = (_, _, datagram) => dicts += EnvelopeSettings.IsDict(datagram) ? 1 : 0,
            };
            var alice = new SimulatedHost(lan, MemberFixture.At(1), EnvelopeSettings.Alice(isDict), seed);
            var bob = new SimulatedHost(lan, MemberFixture.At(2), EnvelopeSettings.Bob(isDict), seed + 100);
            bob.Do((machine, now) => machine.Announce(now));
            lan.Run(1_000);
            for (int i = 0; i < 10; i++)
            {
                alice.Do((machine, now) =>
                {
                    var sent = machine.Compose(now, new OutgoingMessage("message " + i), [bob.EndPoint]);
                    machine.Dispatch(now, sent.Deliveries);
                });
                // Its exits and entries arrive late, twice or never, between the retransmissions.
                alice.Do((machine, now) => machine.Introduce(now, bob.EndPoint));
                byte[] exit = Encoding.ASCII.GetBytes("1:" + (1_767_603_600 + i) + ":alice:ALICE-PC:2:\0");
                lan.Send(alice, bob.EndPoint, exit);
                lan.Run(700);
            }
            lan.Run(60_000);

            string[] texts = [.. bob.Machine.Inbox.Waiting.Select(each => each.Text)];
            Assert.Equal(texts.Distinct().Order(), texts.Order());
            Assert.InRange(texts.Length, 8, 10);
            Assert.Equal(isDict, dicts >= texts.Length);
        }
    }

    [Fact]
    [Rule(43)]
    public void R43_an_entry_that_comes_between_a_message_and_its_repetition_does_not_make_it_new()
    {
        // A busy member of ours: its numbers are days ahead of the clock. Its first entry after the pause gets lost.
        string number = (SimulatedLan.Epoch.ToUnixTimeSeconds() + 3 * 86_400).ToString(CultureInfo.InvariantCulture);
        var fixture = new MemberFixture();
        Say(fixture, Entry, "1");
        Say(fixture, Exit, "2");
        fixture.Lan.Run(20_000);
        Say(fixture, MemberFixture.Confirmed, number, "hi\0");
        Say(fixture, Entry, "3");
        fixture.Lan.Run(1_000);
        Say(fixture, MemberFixture.Confirmed, number, "hi\0");

        Assert.Equal(["hi"], fixture.Texts);
        Assert.Equal(2, fixture.Peer.All(Command.ReceiveMessage).Count);
    }

    [Theory]
    [InlineData(0x41900004u)]
    [InlineData(0x01900004u)]
    [InlineData(EncryptionPeer.Dict)]
    [Rule(43, 103)]
    public void R43_R103_an_encrypted_message_is_remembered_whatever_exits_and_entries_are_forged(uint suite)
    {
        var fixture = new EncryptionFixture();
        var alice = fixture.Alice();
        fixture.Send("first", alice.EndPoint);
        string number = alice.Writes("pay 100", suite);
        byte[] message = fixture.Wire.Last(each => suite == EncryptionPeer.Dict
            ? EnvelopeSettings.IsDict(each)
            : PacketReader.TryRead(each, out var packet) && Encoding.ASCII.GetString(packet.Number) == number);
        for (int i = 0; i < 3; i++)
        {
            alice.Speaks(Exit);
            alice.Speaks((uint)EncryptionPeer.Encrypting | Entry, "alice\0\0");
            fixture.Lan.Forge(alice.EndPoint, fixture.Node.EndPoint, message);
            fixture.Lan.Run(1_000);
        }

        Assert.Equal(["pay 100"], fixture.Texts);
        Assert.True(alice.IsConfirmed(number));
    }

    [Fact]
    [Rule(43)]
    public void R43_an_iptux_that_is_started_again_is_heard_again()
    {
        var records = RecordedDialogue.Read(RecordedDialogue.Iptux).Where(each => each.Sender == "iptux" && each.IsPacket).ToList();
        byte[] entry = records[0].Bytes, message = records.First(each => each.Shown.Contains("line1", StringComparison.Ordinal)).Bytes;
        byte[] exit = Encoding.ASCII.GetBytes("1_iptux 0.10.0:20:root:vm:65538:\0");
        var fixture = new MemberFixture();
        foreach (byte[] datagram in new[] { entry, message, message, exit, entry, message, message })
        {
            fixture.Peer.Send(fixture.Node.EndPoint, datagram);
            fixture.Lan.Run(1_000);
        }

        Assert.Equal(["line1\nline2 日本語", "line1\nline2 日本語"], fixture.Texts);
        Assert.Equal(4, fixture.Peer.All(Command.ReceiveMessage).Count);
    }
}
