using System;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Places;

/// <summary>A member with a pinned key is found at another address when the former one is silent (R122).</summary>
public sealed class MovedMemberTests
{
    private const uint Encrypting = (uint)EncryptionPeer.Encrypting;

    private readonly PlaceFixture _fixture = new();

    [Fact]
    [Rule(122)]
    public void R122_when_the_former_address_is_silent_the_new_one_gets_ciphertext_for_the_pinned_key_alone()
    {
        var former = _fixture.Other();
        former.Wire.Reacts = null;
        former.Wire.Forget();
        var alice = _fixture.At(3).Enters();
        _fixture.Lan.Run(3_000);
        _fixture.IsAt(former.EndPoint);
        _fixture.Lan.Run(1_500);
        _fixture.IsAt(alice.EndPoint, isUnproved: true);
        Assert.Equal(5, former.Wire.All(Command.Entry).Count);

        var delivery = _fixture.Send("the secret of the day");
        Assert.Equal((DeliveryStatus.Confirmed, true), (delivery.Status, delivery.IsAddressUnproved));
        Assert.Equal("the secret of the day\0", alice.Read(alice.Messages.Single()));
        var plain = _fixture.Send("the secret of the day, plain", policy: EncryptionPolicy.Off);
        EncryptionFixture.Refused(plain, DeliveryRefusal.UnprovedAddress);
        _fixture.Base.NeverSaid("the secret of the day");

        alice.Writes("it is me");
        _fixture.IsAt(alice.EndPoint);
        Assert.False(_fixture.Send("another").IsAddressUnproved);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("plain", policy: EncryptionPolicy.Off).Status);
    }

    [Fact]
    [Rule(122)]
    public void R122_the_former_address_counts_again_when_it_answers_after_all()
    {
        var alice = _fixture.Other();
        var reacts = alice.Wire.Reacts;
        alice.Wire.Reacts = null;
        _fixture.MalloryEnters();
        _fixture.Lan.Run(10_000);
        _fixture.IsAt(_fixture.Mallory.EndPoint, isUnproved: true);

        alice.Wire.Reacts = reacts;
        alice.Enters();
        _fixture.IsAt(alice.EndPoint);
    }

    [Fact]
    [Rule(122)]
    public void R122_the_address_may_have_been_given_to_another_machine()
    {
        var former = _fixture.Other();
        var there = former.EndPoint;
        former.Wire.Reacts = packet =>
        {
            if (packet.Command == Command.Entry)
                former.Wire.Say(packet.From, MemberFixture.AnswerEntry, "carol\0\0");
        };
        former.Wire.User = "carol";
        former.Wire.Host = "CAROL-PC";
        former.Wire.Say(_fixture.Bob.EndPoint, MemberFixture.Entry, "carol\0\0");
        _fixture.Lan.Run(100);
        _fixture.IsAt(there);
        var alice = _fixture.At(3).Enters();
        _fixture.Lan.Run(6_000);

        _fixture.IsAt(alice.EndPoint, isUnproved: true);
        Assert.Equal("carol", _fixture.Base.Machine.MemberAt(there)?.UserName);
    }

    [Fact]
    [Rule(122)]
    public void R122_a_restart_at_another_port_is_found_when_the_former_port_is_silent()
    {
        var former = _fixture.Other();
        former.Wire.Reacts = null;
        var restarted = new ScriptedPeer(_fixture.Lan, MemberFixture.At(2, 50_000)) { User = PlaceFixture.AliceName, Host = "ALICE-PC" };
        restarted.Say(_fixture.Bob.EndPoint, Encrypting | 1, "alice\0\0");
        _fixture.Lan.Run(5_000);

        _fixture.IsAt(restarted.EndPoint, isUnproved: true);
    }

    [Fact]
    [Rule(122)]
    public void R122_a_refresh_finds_a_member_that_answers_from_another_address_only()
    {
        var former = _fixture.Other();
        var other = _fixture.At(3);
        former.Wire.Reacts = packet =>
        {
            if (packet.Command == Command.Entry)
                other.Wire.Say(packet.From, Encrypting | 3, "alice\0\0");
        };
        _fixture.Bob.Do((machine, now) => machine.Refresh(now));
        _fixture.Lan.Run(20_000);

        _fixture.IsAt(other.EndPoint, isUnproved: true);
    }

    [Fact]
    [Rule(122)]
    public void R122_a_member_that_left_and_enters_elsewhere_is_listed_and_not_proved()
    {
        var former = _fixture.Other();
        former.Wire.Reacts = null;
        former.Speaks(2);
        _fixture.Lan.Run(5_000);
        Assert.False(_fixture.HasAlice);
        _fixture.MalloryEnters();
        _fixture.IsAt(_fixture.Mallory.EndPoint, isUnproved: true);

        // The owner of the key takes the place at once.
        var alice = _fixture.Enters(3);
        _fixture.IsAt(alice.EndPoint);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Rule(122)]
    public void R122_on_a_bad_network_a_forger_gets_nothing_and_a_move_succeeds(int seed)
    {
        var fixture = new PlaceFixture(new LanConditions { Loss = 0.3, Duplication = 0.1, MinDelay = 1, MaxDelay = 60 }, (ulong)seed);
        var former = fixture.Enters(2);
        for (int i = 0; i < 20 && fixture.Base.Known() is null; i++)
            fixture.Base.Send("first", former.EndPoint);
        Assert.NotNull(fixture.Base.Known());
        for (int i = 0; i < 1_000; i++)
            fixture.Lan.At(fixture.Lan.Now + 10 * i, () => fixture.Mallory.Say(fixture.Bob.EndPoint, Encrypting | 1,
                "Alice\0\0\nUN:" + PlaceFixture.AliceName + "\nHN:ALICE-PC\nNN:Mallory\nGN:\nPF:1"));
        for (int i = 0; i < 5; i++)
            Assert.Equal(DeliveryStatus.Confirmed, fixture.Base.Send("message " + i, fixture.Alice.EndPoint, wait: 10_000).Status);
        Assert.Equal(former.EndPoint, fixture.Alice.EndPoint);
        Assert.Empty(fixture.Stolen());

        former.Crash();
        var alice = fixture.Base.Host(3, "alice", TestKeys.OfAlice);
        for (int i = 0; i < 4; i++)
        {
            alice.Do((machine, now) => machine.Announce(now));
            fixture.Lan.Run(8_000);
        }
        fixture.IsAt(alice.EndPoint);
        Assert.Empty(fixture.Stolen());
    }
}
