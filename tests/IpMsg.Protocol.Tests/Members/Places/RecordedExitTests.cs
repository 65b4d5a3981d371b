using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Places;

/// <summary>A recorded, changed or forged exit ends no presence (R125).</summary>
public sealed class RecordedExitTests
{
    private readonly PlaceFixture _fixture = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(125)]
    public void R125_a_recorded_exit_does_not_end_a_later_presence(bool bobHasSeenIt)
    {
        var alice = _fixture.Ours();
        if (!bobHasSeenIt)
            _fixture.Lan.Relay = (_, to, bytes) => to.Equals(SimulatedLan.Broadcast()) ? [] : [bytes];
        var there = alice.EndPoint;
        byte[] exit = Record(alice);
        _fixture.Lan.Relay = null;
        Assert.Equal(bobHasSeenIt, !_fixture.HasAlice);
        _fixture.Lan.Leave(alice);
        alice = _fixture.Enters(2);
        _fixture.Bob.Told.Clear();
        int before = _fixture.Bob.Signatures;
        for (int i = 0; i < 100; i++)
        {
            ExitSteps.Gets(_fixture, there, exit);
            _fixture.Lan.Run(50);
            _fixture.IsAt(there);
        }
        _fixture.Lan.Run(10_000);

        Assert.False(ExitSteps.HasLeft(_fixture));
        Assert.Equal(before, _fixture.Bob.Signatures);
        // Its own exit counts at once afterwards.
        ExitSteps.Leaves(_fixture, alice, wait: 20);
        Assert.False(_fixture.HasAlice);
    }

    [Fact]
    [Rule(125)]
    public void R125_who_starts_after_the_exit_knows_the_later_presence_by_its_answer()
    {
        var alice = _fixture.Ours();
        byte[] exit = Record(alice);
        _fixture.Lan.Leave(alice);
        alice = _fixture.Enters(2);
        var carol = _fixture.Base.Host(4, "carol", new OwnKeys(EncryptionFixture.Stranger, null));
        carol.Machine.LoadKeys([new KnownKey(PlaceFixture.AliceName, "ALICE-PC", TestKeys.Alice.Public,
            (Capabilities)EncryptionPeer.Full, SimulatedLan.Epoch, alice.EndPoint.Address)]);
        carol.Do((machine, now) => machine.Announce(now));
        _fixture.Lan.Run(3_000);
        for (int i = 0; i < 20; i++)
        {
            _fixture.Lan.Forge(alice.EndPoint, carol.EndPoint, exit);
            _fixture.Lan.Run(500);
        }

        Assert.DoesNotContain(carol.Told, each => each.Event is MemberGone);
        Assert.Equal(0, carol.Signatures);
    }

    [Fact]
    [Rule(122, 125)]
    public void R122_R125_a_recorded_exit_does_not_end_a_presence_that_a_signature_has_moved()
    {
        var former = _fixture.Ours();
        _fixture.Lan.Relay = (_, to, bytes) => to.Equals(SimulatedLan.Broadcast()) ? [] : [bytes];
        byte[] exit = Record(former);
        _fixture.Lan.Relay = null;
        // Bob knows the new presence by its proof alone.
        var alice = _fixture.Base.Host(3, "alice", TestKeys.OfAlice);
        _fixture.Lan.Relay = (from, to, bytes) =>
            from.Equals(alice.EndPoint) && PacketReader.TryRead(bytes, out var packet) && packet.Command == Command.AnswerEntry
                ? []
                : [bytes];
        alice.Do((machine, now) => machine.Introduce(now, _fixture.Bob.EndPoint));
        _fixture.Lan.Run(100);
        _fixture.IsAt(alice.EndPoint);
        _fixture.Bob.Told.Clear();
        ExitSteps.Gets(_fixture, alice.EndPoint, exit);

        Assert.False(ExitSteps.HasLeft(_fixture));
    }

    [Fact]
    [Rule(125)]
    public void R125_an_entry_while_the_signature_is_checked_counts_for_the_member()
    {
        var alice = _fixture.Other();
        uint number = (uint)ExitSteps.Time(_fixture);
        ExitSteps.Gets(_fixture, alice.EndPoint, ExitSteps.Of(number, ExitSteps.Time(_fixture)), ExitSteps.EntryOf(number + 1));
        _fixture.Lan.Run(10_000);

        Assert.False(ExitSteps.HasLeft(_fixture));
    }

    [Fact]
    [Rule(125)]
    public void R125_numbers_that_begin_again_do_not_let_a_recorded_exit_count()
    {
        var alice = _fixture.Other();
        uint now = (uint)ExitSteps.Time(_fixture);
        byte[] ahead = ExitSteps.Of(now + 100_000, ExitSteps.Time(_fixture));
        ExitSteps.Gets(_fixture, alice.EndPoint, ahead);
        Assert.False(_fixture.HasAlice);
        ExitSteps.Gets(_fixture, alice.EndPoint, ExitSteps.EntryOf(now + 1));
        _fixture.Bob.Told.Clear();
        ExitSteps.Gets(_fixture, alice.EndPoint, ahead);
        Assert.True(_fixture.HasAlice);
        _fixture.Lan.Run(10_000);
        Assert.False(ExitSteps.HasLeft(_fixture));

        // The next exit has a lower number, and counts when the member is silent.
        alice.Wire.Reacts = null;
        ExitSteps.Gets(_fixture, alice.EndPoint, ExitSteps.Of(now + 2, ExitSteps.Time(_fixture)));
        Assert.True(_fixture.HasAlice);
        _fixture.Lan.Run(8_500);
        Assert.False(_fixture.HasAlice);
    }

    [Fact]
    [Rule(125)]
    public void R125_only_what_the_key_has_signed_for_this_place_counts()
    {
        var alice = _fixture.Other();
        uint number = (uint)ExitSteps.Time(_fixture);
        long time = number;
        byte[] good = ExitSteps.Of(number, time);
        string text = Encoding.Latin1.GetString(good), lines = text[text.IndexOf("\nPT:", StringComparison.Ordinal)..];
        var forged = new[]
        {
            ExitSteps.Of(number, time, new OwnKeys(EncryptionFixture.Stranger, null)),
            // Another session with the key, at another port.
            ExitSteps.Of(number, time, port: 2426),
            ExitSteps.Of(number, time, host: "OTHER-PC"),
            ExitSteps.Of(number, time, signer: "alice"),
            ExitSteps.Of(number + 1, lines),
            ExitSteps.Of(number, lines.Replace("PT:" + time, "PT:" + (time + 1), StringComparison.Ordinal)),
            ExitSteps.Of(number, lines.Replace("PT:" + time, "PT:-" + time, StringComparison.Ordinal)),
            ExitSteps.Of(number, lines[..^4]),
            ExitSteps.Of(number, "\nPT:" + time + "\nPS:" + new string('*', 344)),
            ExitSteps.Of(number, "\nPT:99999999999999999999" + lines[lines.IndexOf("\nPS:", StringComparison.Ordinal)..]),
            ExitSteps.Of(number, "\nPT:" + long.MaxValue + lines[lines.IndexOf("\nPS:", StringComparison.Ordinal)..]),
        };
        foreach (byte[] each in forged)
        {
            ExitSteps.Gets(_fixture, alice.EndPoint, each);
            _fixture.Lan.Run(5_000);
            Assert.True(_fixture.HasAlice, Encoding.Latin1.GetString(each));
        }
        Assert.False(ExitSteps.HasLeft(_fixture));
        // From another address no member leaves.
        ExitSteps.Gets(_fixture, _fixture.Mallory.EndPoint, good);
        Assert.True(_fixture.HasAlice);
        ExitSteps.Gets(_fixture, alice.EndPoint, good);
        Assert.False(_fixture.HasAlice);
    }

    [Fact]
    [Rule(125)]
    public void R125_forged_exits_cause_few_checks()
    {
        var members = Enumerable.Range(0, 200).Select(i => (User: "user" + i, EndPoint: MemberFixture.At(1_000 + i))).ToList();
        _fixture.Base.Machine.LoadKeys([.. members.Select(each => new KnownKey(each.User, "ALICE-PC", TestKeys.Alice.Public,
            (Capabilities)EncryptionPeer.Full, SimulatedLan.Epoch, each.EndPoint.Address))]);
        foreach (var (user, endPoint) in members)
            _fixture.Lan.Forge(endPoint, _fixture.Bob.EndPoint, PlaceFixture.Bytes($"1:9:{user}:ALICE-PC:{ExitSteps.Entry}:a\0\0"));
        _fixture.Lan.Run(1_000);
        byte[] forged = ExitSteps.Of((uint)ExitSteps.Time(_fixture), ExitSteps.Time(_fixture));
        for (int i = 0; i < 1_000; i++)
        {
            _fixture.Lan.Forge(members[0].EndPoint, _fixture.Bob.EndPoint, forged);
            _fixture.Lan.Run(1);
        }
        Assert.InRange(_fixture.Bob.Signatures, 4, 8);
        for (int i = 0; i < 2_000; i++)
        {
            _fixture.Lan.Forge(members[i % 200].EndPoint, _fixture.Bob.EndPoint, forged);
            if (i % 2 == 0)
                _fixture.Lan.Run(1);
        }

        Assert.InRange(_fixture.Bob.Signatures, 128, 264);

        // Nobody knows whether these members exist. Those whose keys are established have a share of their own.
        int before = _fixture.Bob.Signatures;
        var key = _fixture.Base.Machine.KnownKeys.First(each => each.UserName == members[100].User);
        _fixture.Base.Machine.LoadKeys([key with { VerifiedAt = SimulatedLan.Epoch }]);
        for (int i = 0; i < 200; i++)
            _fixture.Lan.Forge(members[i].EndPoint, _fixture.Bob.EndPoint, forged);
        _fixture.Lan.Forge(members[100].EndPoint, _fixture.Bob.EndPoint, forged);
        _fixture.Lan.Run(0);
        Assert.InRange(_fixture.Bob.Signatures - before, 2, 6);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [Rule(125)]
    public void R125_on_a_bad_network_exits_count_and_recorded_ones_do_not(int seed)
    {
        var fixture = new PlaceFixture(
            new LanConditions { Loss = 0.2, Duplication = 0.2, MinDelay = 1, MaxDelay = 60 }, (ulong)seed);
        var alice = fixture.Enters(2);
        for (int i = 0; i < 20 && fixture.Base.Known() is null; i++)
            fixture.Base.Send("first", alice.EndPoint);
        Assert.NotNull(fixture.Base.Known());
        byte[]? recorded = null;
        for (int round = 0; round < 5; round++)
        {
            fixture.Bob.Told.Clear();
            for (int i = 0; recorded is not null && i < 20; i++)
            {
                fixture.Lan.Forge(alice.EndPoint, fixture.Bob.EndPoint, recorded);
                fixture.Lan.Run(200);
            }
            Assert.False(ExitSteps.HasLeft(fixture));
            recorded = ExitSteps.Leaves(fixture, alice, wait: 300).FirstOrDefault() ?? recorded;
            fixture.Lan.Run(200);
            Assert.False(fixture.HasAlice);
            fixture.Lan.Leave(alice);
            alice = fixture.Enters(2);
            fixture.Lan.Run(6_000);
            fixture.IsAt(alice.EndPoint);
        }
    }

    private byte[] Record(SimulatedHost alice)
    {
        byte[]? exit = null;
        _fixture.Lan.Tap = (from, _, bytes) => exit = from.Equals(alice.EndPoint) ? bytes : exit;
        alice.Do((machine, now) => machine.Stop(now));
        _fixture.Lan.Run(1_000);
        _fixture.Lan.Tap = null;
        Assert.True(exit!.AsSpan().IndexOf("\nPS:"u8) > 0);
        return exit!;
    }
}
