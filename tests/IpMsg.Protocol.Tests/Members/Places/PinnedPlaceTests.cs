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

/// <summary>A member with a pinned key does not move on a stranger's word (R122).</summary>
public sealed class PinnedPlaceTests
{
    private const uint Encrypting = (uint)EncryptionPeer.Encrypting;

    private readonly PlaceFixture _fixture = new();

    [Theory]
    [InlineData(true, Encrypting | 1)]
    [InlineData(false, Encrypting | 1)]
    [InlineData(false, Encrypting | 3)]
    [InlineData(false, Encrypting | 4)]
    [Rule(122)]
    public void R122_entries_from_another_address_change_nothing_while_the_member_answers(bool asOurs, uint word)
    {
        var alice = _fixture.Other();
        for (int i = 0; i < 100; i++)
        {
            _fixture.MalloryEnters(asOurs, word);
            _fixture.Lan.Run(100);
        }

        _fixture.IsAt(alice.EndPoint);
        Assert.Equal("peer", _fixture.Alice.NickName);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("the secret of the day").Status);
        Assert.Empty(_fixture.Stolen());
        // Asked about every three seconds.
        Assert.InRange(alice.Wire.All(Command.Entry).Count, 2, 12);
    }

    [Fact]
    [Rule(117, 122)]
    public void R117_R122_a_place_that_has_never_answered_gets_three_times_what_came_in_its_name()
    {
        var earlier = new KnownKey("alice", "ALICE-PC", TestKeys.Alice.Public, (Capabilities)EncryptionPeer.Full, SimulatedLan.Epoch,
            MemberFixture.At(2).Address);
        _fixture.Base.Machine.LoadKeys([earlier]);
        var victim = new ScriptedPeer(_fixture.Lan, MemberFixture.At(68)) { User = PlaceFixture.AliceName, Host = "ALICE-PC" };
        int came = 0, went = 0;
        _fixture.Lan.Tap = (from, to, bytes) =>
        {
            came += from.Equals(victim.EndPoint) ? bytes.Length : 0;
            went += to.Equals(victim.EndPoint) ? bytes.Length : 0;
        };
        victim.Say(_fixture.Bob.EndPoint, Encrypting | 1, "a\0\0");
        for (int i = 0; i < 20; i++)
        {
            _fixture.MalloryEnters();
            _fixture.Lan.Run(1_000);
        }

        Assert.NotEmpty(victim.Received);
        Assert.InRange(went, 1, 3 * came);
    }

    [Fact]
    [Rule(122)]
    public void R122_a_stranger_cannot_take_the_members_encryption_away()
    {
        var alice = _fixture.Other();
        _fixture.Mallory.User = "alice";
        _fixture.MalloryEnters(asOurs: false, 0x01000001);
        _fixture.Mallory.User = PlaceFixture.AliceName;
        _fixture.MalloryEnters(asOurs: false, Encrypting & ~(uint)EntryFlags.CanUtf8 | 1);

        Assert.Equal(EncryptionPeer.Encrypting, _fixture.Alice.Status);
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("the secret of the day", alice.EndPoint).Status);
    }

    [Fact]
    [Rule(122)]
    public void R122_that_it_gives_the_key_proves_nothing()
    {
        var alice = _fixture.Other();
        var other = _fixture.At(67).Enters();
        _fixture.Lan.Run(2_000);
        var request = new Protocol.Members.Keys.KeyRequest(other.EndPoint);
        _fixture.Bob.Do((machine, now) => machine.Ask(now, request));
        _fixture.Lan.Run(10_000);

        Assert.Equal(TestKeys.Alice.Public, request.Key?.Key);
        _fixture.IsAt(alice.EndPoint);
    }

    [Fact]
    [Rule(122)]
    public void R122_a_signed_message_proves_the_address_of_another_client()
    {
        var former = _fixture.Other();
        former.Wire.Reacts = null;
        var alice = _fixture.At(3).Enters();
        alice.Writes("here I am");

        _fixture.IsAt(alice.EndPoint);
        Assert.Equal(alice.EndPoint, _fixture.Base.Machine.Inbox.Waiting.Last().Sender?.EndPoint);
        Assert.False(_fixture.Send("the secret of the day").IsAddressUnproved);
        Assert.Equal("the secret of the day\0", alice.Read(alice.Messages[^1]));
    }

    [Fact]
    [Rule(122)]
    public void R122_a_recorded_message_proves_nothing()
    {
        var alice = _fixture.Other();
        string body = alice.Encrypt("hello\0", number: 1_700_000_200), older = alice.Encrypt("older\0", number: 1_700_000_150);
        alice.Sends(body, number: "1700000200");
        _fixture.Mallory.Say(_fixture.Bob.EndPoint, EncryptionPeer.Encrypted, PlaceFixture.Bytes(body + "\0"), "1700000200");
        _fixture.Mallory.Say(_fixture.Bob.EndPoint, EncryptionPeer.Encrypted, PlaceFixture.Bytes(older + "\0"), "1700000150");
        _fixture.Lan.Run(100);

        Assert.Equal(["hello", "older"], _fixture.Base.Texts);
        _fixture.IsAt(alice.EndPoint);
    }

    [Fact]
    [Rule(122)]
    public void R122_a_message_that_was_signed_for_others_proves_nothing()
    {
        var alice = _fixture.Other();
        string body = alice.Encrypt("hello\0\0TO:carol:CAROL-PC\adave:DAVE-PC\a\0", number: 1_700_000_200);
        _fixture.Mallory.Say(_fixture.Bob.EndPoint, EncryptionPeer.Encrypted | (uint)MessageFlags.EncryptedLists,
            PlaceFixture.Bytes(body + "\0"), "1700000200");
        _fixture.Lan.Run(100);

        Assert.Equal(["hello"], _fixture.Base.Texts);
        _fixture.IsAt(alice.EndPoint);
    }

    [Fact]
    [Rule(122)]
    public void R122_from_a_proved_address_a_message_moves_the_member_when_that_is_silent()
    {
        var alice = _fixture.Other();
        alice.Writes("hello");
        var other = _fixture.At(3);
        other.Enters();
        other.Sends(other.Encrypt("from my second address\0", number: 1_800_000_000), number: "1800000000");
        _fixture.Lan.Run(10_000);
        _fixture.IsAt(alice.EndPoint);
        // A machine with two addresses may confirm from either.
        alice.Confirms = false;
        var delivery = _fixture.Base.Send("hello", alice.EndPoint, wait: 10);
        other.Wire.Say(_fixture.Bob.EndPoint, 0x21, delivery.Number + "\0");
        _fixture.Lan.Run(10);
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);

        alice.Wire.Reacts = null;
        other.Enters();
        _fixture.Lan.Run(10_000);
        _fixture.IsAt(other.EndPoint);
    }

    [Fact]
    [Rule(122)]
    public void R122_another_name_at_its_address_does_not_replace_a_member_that_answers()
    {
        var alice = _fixture.Other();
        for (int i = 0; i < 20; i++)
        {
            _fixture.Lan.Forge(alice.EndPoint, _fixture.Bob.EndPoint, PlaceFixture.Bytes("1:9:carol:CAROL-PC:1:carol\0\0"));
            _fixture.Lan.Run(500);
        }

        _fixture.IsAt(alice.EndPoint);
        Assert.Equal(1, _fixture.Base.Machine.MemberCount);
    }

    [Fact]
    [Rule(122)]
    public void R122_a_member_of_ours_with_two_addresses_stays_at_the_one_that_it_has_proved()
    {
        var first = _fixture.Ours();
        // The same client at its other address.
        var second = _fixture.Enters(3);
        _fixture.IsAt(second.EndPoint);
        first.Do((machine, now) => machine.Introduce(now, _fixture.Bob.EndPoint));
        _fixture.Lan.Run(1_000);
        _fixture.IsAt(second.EndPoint);
        _fixture.Lan.Run(20_000);
        first.Do((machine, now) => machine.Introduce(now, _fixture.Bob.EndPoint));
        _fixture.Lan.Run(1_000);
        _fixture.IsAt(first.EndPoint);
    }

    [Fact]
    [Rule(122)]
    public void R122_who_removes_the_key_takes_the_next_entry_as_it_comes()
    {
        _fixture.Other();
        Assert.True(_fixture.Base.Forget());
        _fixture.MalloryEnters();

        _fixture.IsAt(_fixture.Mallory.EndPoint);
    }
}
