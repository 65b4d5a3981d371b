using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Places;

/// <summary>The exit of a member with a pinned key counts when the member is silent (R123).</summary>
public sealed class PinnedExitTests
{
    private readonly PlaceFixture _fixture = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(123)]
    public void R123_forged_exits_do_not_end_the_presence_of_a_member(bool isOurs)
    {
        var there = isOurs ? _fixture.Ours().EndPoint : _fixture.Other().EndPoint;
        for (int i = 0; i < 1_000; i++)
        {
            _fixture.Lan.Forge(there, _fixture.Bob.EndPoint, PlaceFixture.Bytes("1:9:x:X-PC:2:\0"));
            _fixture.Lan.Run(10);
        }
        _fixture.Lan.Run(10_000);

        _fixture.IsAt(there);
        Assert.DoesNotContain(_fixture.Bob.Told, each => each.Event is MemberGone);
    }

    [Fact]
    [Rule(123)]
    public void R123_an_exit_takes_effect_within_seconds_when_the_member_has_left()
    {
        var alice = _fixture.Other();
        alice.Wire.Reacts = null;
        alice.Wire.Forget();
        alice.Speaks(2);
        alice.Speaks(2);
        _fixture.Lan.Run(3_900);
        Assert.True(_fixture.HasAlice);
        _fixture.Lan.Run(200);

        Assert.False(_fixture.HasAlice);
        Assert.Equal([0L, 700L, 1_400L, 2_100L, 2_800L],
            alice.Wire.All(Command.Entry).Select(each => each.At - alice.Wire.All(Command.Entry)[0].At));
    }

    [Fact]
    [Rule(123)]
    public void R123_an_exit_after_a_forged_one_takes_effect_too()
    {
        var alice = _fixture.Other();
        _fixture.Lan.Forge(alice.EndPoint, _fixture.Bob.EndPoint, PlaceFixture.Bytes("1:9:x:X-PC:2:\0"));
        _fixture.Lan.Run(2_000);
        alice.Wire.Reacts = null;
        alice.Speaks(2);
        _fixture.Lan.Run(8_000);

        Assert.False(_fixture.HasAlice);
    }

    [Fact]
    [Rule(123)]
    public void R123_a_member_that_enters_again_after_its_exit_stays()
    {
        var alice = _fixture.Other();
        alice.Wire.Reacts = null;
        foreach (uint word in new[] { 2u, (uint)EncryptionPeer.Encrypting | 1 })
            alice.Speaks(word, "alice\0\0");
        _fixture.Lan.Run(10_000);

        Assert.True(_fixture.HasAlice);
        Assert.DoesNotContain(_fixture.Bob.Told, each => each.Event is MemberGone);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [Rule(123)]
    public void R123_on_a_bad_network_a_member_is_back_after_a_false_exit(int seed)
    {
        var fixture = new PlaceFixture(new LanConditions { Loss = 0.3, MinDelay = 1, MaxDelay = 60 }, (ulong)seed);
        var alice = fixture.Enters(2);
        for (int i = 0; i < 20 && fixture.Base.Known() is null; i++)
            fixture.Base.Send("first", alice.EndPoint);
        Assert.NotNull(fixture.Base.Known());
        int gone = 0;
        for (int i = 0; i < 60; i++)
        {
            fixture.Lan.Forge(alice.EndPoint, fixture.Bob.EndPoint, PlaceFixture.Bytes("1:9:x:X-PC:2:\0"));
            fixture.Lan.Run(1_000);
            gone += fixture.HasAlice ? 0 : 1;
        }

        Assert.InRange(gone, 0, 5);
    }
}
