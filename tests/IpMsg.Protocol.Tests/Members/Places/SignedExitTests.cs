using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Places;

/// <summary>Members of ours sign their exits, which count at once where their key is pinned (R125).</summary>
public sealed class SignedExitTests
{
    private readonly PlaceFixture _fixture = new();

    [Fact]
    [Rule(125)]
    public void R125_what_is_signed_is_a_text_of_six_lines_under_SHA_512()
    {
        byte[] statement = SignedStatement.OfExit(1_767_603_721, 1_767_603_720, 2425, (PlaceFixture.AliceName, "ALICE-PC"));
        Assert.Equal(
            "IPMsg exit\n1767603721\n1767603720\n2425\nalice-<5256214c8110453c>\nALICE-PC", Encoding.UTF8.GetString(statement));
        byte[] signature = SignatureJob.ToMake(statement, static _ => { }).Run(TestKeys.OfAlice)!;
        Assert.True(TestKeys.Alice.Public.Verifies(statement, signature, HashAlgorithmName.SHA512));
        Assert.StartsWith("RA8V7uTg/LnrhI3wSLt9tFmaAeUq2t0OmNJLNU9RNbuRrqpH", Convert.ToBase64String(signature), StringComparison.Ordinal);
        Assert.Equal(
            "\nPT:1767603720\nPS:" + Convert.ToBase64String(signature),
            Encoding.ASCII.GetString(SignedLines.OfExit(1_767_603_720, signature)));
    }

    [Fact]
    [Rule(29, 125)]
    public void R29_R125_both_exits_are_the_same_datagram_with_two_more_lines()
    {
        var alice = _fixture.Ours();
        uint last = _fixture.Alice.HighestNumber;
        var exits = ExitSteps.Leaves(_fixture, alice);

        Assert.Equal(2, exits.Length);
        Assert.Equal(exits[0], exits[1]);
        string name = PlaceFixture.AliceName;
        Assert.Matches(
            $"^1:17676[0-9]+:{name}:ALICE-PC:[0-9]+:alice\0\0\nUN:{name}\nHN:ALICE-PC\nNN:alice\nGN:\nPF:1"
            + "\nPT:17676[0-9]+\nPS:[A-Za-z0-9+/]{342}==$",
            Encoding.Latin1.GetString(exits[0]));
        // Three strings and no fourth one, which iptux would take for its own.
        Assert.True(PacketReader.TryRead(exits[0], out var packet));
        Assert.Equal(Command.Exit, packet.Command);
        Assert.Equal(("alice", 0, 0), (Encoding.ASCII.GetString(packet.Body), packet.Ext.Length, packet.Part(3).Length));
        Assert.True(PacketNumber.TryRead(packet.Number, out uint number) && number > last);
        Assert.Equal(1, alice.Signatures);
    }

    [Fact]
    [Rule(125)]
    public void R125_a_signed_exit_counts_at_once_and_asks_nobody()
    {
        var alice = _fixture.Ours();
        int asked = 0;
        _fixture.Lan.Tap = (from, to, _) => asked += from.Equals(_fixture.Bob.EndPoint) && to.Equals(alice.EndPoint) ? 1 : 0;
        ExitSteps.Leaves(_fixture, alice, wait: 20);

        Assert.False(_fixture.HasAlice);
        _fixture.Lan.Run(10_000);
        Assert.Equal((0, 1), (asked, _fixture.Bob.Told.Count(each => each.Event is MemberGone)));
    }

    [Fact]
    [Rule(125)]
    public void R125_who_has_left_enters_again_at_once_from_the_same_address()
    {
        for (int i = 0; i < 3; i++)
        {
            var alice = i == 0 ? _fixture.Ours() : _fixture.Enters(2);
            _fixture.IsAt(alice.EndPoint);
            ExitSteps.Leaves(_fixture, alice, wait: 150);
            Assert.False(_fixture.HasAlice);
            _fixture.Lan.Leave(alice);
            _fixture.Lan.Run(1_000);
        }
    }

    [Theory]
    [InlineData(-290, true)]
    [InlineData(290, true)]
    [InlineData(-310, false)]
    [InlineData(310, false)]
    [InlineData(-86_400, false)]
    [Rule(125)]
    public void R125_with_a_clock_that_is_five_minutes_off_the_exit_counts_when_the_member_is_silent(int error, bool atOnce)
    {
        var alice = _fixture.Ours();
        alice.ClockError = TimeSpan.FromSeconds(error);
        ExitSteps.Leaves(_fixture, alice);
        Assert.Equal(atOnce, !_fixture.HasAlice);
        _fixture.Lan.Run(4_000);

        Assert.False(_fixture.HasAlice);
    }

    [Fact]
    [Rule(123, 125)]
    public void R123_R125_without_a_key_of_2048_bits_nothing_is_signed()
    {
        var plain = _fixture.Base.Host(5, "carol", null);
        var weak = _fixture.Base.Host(6, "dave", new OwnKeys(null, TestKeys.OlderBob));
        foreach (var each in new[] { plain, weak })
        {
            each.Do((machine, now) => machine.Announce(now));
            _fixture.Lan.Run(1_000);
            long before = _fixture.Lan.Now;
            var listener = new ScriptedPeer(_fixture.Lan, MemberFixture.At(91));
            each.Do((machine, now) => machine.Stop(now));
            _fixture.Lan.Run(1_000);
            _fixture.Lan.Leave(listener);
            Assert.Equal([before, before + 100], listener.All(Command.Exit).Select(exit => exit.At));
            Assert.DoesNotContain("\nPS:", ExitSteps.Text(listener.Received[0]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(50, "signed, signed")]
    [InlineData(150, "unsigned, signed")]
    [InlineData(250, "unsigned, unsigned")]
    [Rule(29, 125)]
    public void R29_R125_a_slow_signature_delays_the_exit_by_no_more_than_100_ms(int signedAt, string exits)
    {
        var machine = new MemberMachine(
            new MemberSettings("alice", "ALICE-PC", MemberFixture.Codec) { Keys = TestKeys.OfAlice },
            new RisingNumbers(), new SeededRandom(1));
        machine.SetNetworks([SimulatedLan.Broadcast()], [], 2425);
        machine.Announce(At(0));
        machine.Advance(At(250));
        _ = Sent(machine);
        SignatureJob? job = null;
        machine.Stop(At(1_000));
        while (machine.Outputs.TryDequeueEvent(out var raised))
            job = (raised as SignatureRequested)?.Job ?? job;
        string seen = "";
        for (int ms = 0; ms <= 300; ms += 10)
        {
            if (ms == signedAt)
                machine.CompleteSignature(At(1_000 + ms), job!, job!.Run(TestKeys.OfAlice));
            machine.Advance(At(1_000 + ms));
            seen += Sent(machine);
        }

        Assert.Equal(exits + ", end", seen.Trim(',', ' '));
    }

    private static Moment At(int milliseconds) =>
        new(TimeSpan.FromMilliseconds(milliseconds), SimulatedLan.Epoch.AddMilliseconds(milliseconds));

    private static string Sent(MemberMachine machine)
    {
        string sent = "";
        while (machine.Outputs.TryDequeueTransmit(out var transmit))
            sent += transmit.Buffer.AsSpan(0, transmit.Length).IndexOf("\nPS:"u8) < 0 ? "unsigned, " : "signed, ";
        while (machine.Outputs.TryDequeueEvent(out var raised))
            sent += raised is ExitSent ? "end, " : "";
        return sent;
    }
}
