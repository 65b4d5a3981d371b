using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>A pin that several processes of one user have, each with what it has heard and what was decided in it.</summary>
public sealed class SharedPinTests
{
    private readonly EncryptionFixture _fixture = new();

    [Fact]
    [Rule(72)]
    public void R72_what_another_process_keeps_counts_unless_something_was_decided_here_since()
    {
        var first = new KnownKey("alice", "ALICE-PC", TestKeys.Alice.Public, (Capabilities)EncryptionPeer.Full, SimulatedLan.Epoch,
            MemberFixture.At(2).Address);
        var changed = first with
        {
            Differing = EncryptionFixture.Stranger.Public,
            DifferedAt = SimulatedLan.Epoch,
            DifferedFrom = MemberFixture.At(2).Address,
        };
        _fixture.Machine.LoadKeys([changed]);
        // That process has not heard of the other key yet.
        _fixture.Machine.LoadKeys([first]);
        Assert.Equal(changed, _fixture.Known());
        // Forgotten and pinned again there, it has not changed any more.
        var again = first with { FirstSeenAt = SimulatedLan.Epoch.AddMinutes(1) };
        _fixture.Machine.LoadKeys([again]);
        Assert.Equal(again, _fixture.Known());
        // Word of what was known before comes too late.
        _fixture.Machine.OverruleKey(changed, null);
        _fixture.Machine.OverruleKey(changed, changed);
        Assert.Equal(again, _fixture.Known());
        _fixture.Machine.OverruleKey(again, null);
        Assert.Null(_fixture.Known());
        Assert.DoesNotContain(_fixture.Node.Told, each => each.Event is KeyKept or KeyForgotten);
    }
}
