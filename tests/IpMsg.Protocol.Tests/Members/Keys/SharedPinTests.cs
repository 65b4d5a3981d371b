using IpMsg.Protocol.Tests.Protection;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

/// <summary>A pin that several processes of one user have, each with what it has heard and what was decided in it.</summary>
public sealed class SharedPinTests
{
    private readonly KeyedScene _scene = new();

    [Fact]
    public void R72_what_another_process_keeps_counts_unless_something_was_decided_here_since()
    {
        var first = new KnownKey("alice", "ALICE-PC", TestKeys.Alice.Public, (Capabilities)KeyedPeer.Full, SimulatedLan.Epoch, Stage.At(2).Address);
        var changed = first with { Differing = KeyedScene.Stranger.Public, DifferedAt = SimulatedLan.Epoch, DifferedFrom = Stage.At(2).Address };
        _scene.Machine.LoadKeys([changed]);
        // That process has not heard of the other key yet.
        _scene.Machine.LoadKeys([first]);
        Assert.Equal(changed, _scene.Known());
        // Forgotten and pinned again there, it has not changed any more.
        var again = first with { FirstSeenAt = SimulatedLan.Epoch.AddMinutes(1) };
        _scene.Machine.LoadKeys([again]);
        Assert.Equal(again, _scene.Known());
        // Word of what was known before comes too late.
        _scene.Machine.OverruleKey(changed, null);
        _scene.Machine.OverruleKey(changed, changed);
        Assert.Equal(again, _scene.Known());
        _scene.Machine.OverruleKey(again, null);
        Assert.Null(_scene.Known());
        Assert.DoesNotContain(_scene.Node.Told, each => each.Kind is MemberActionKind.KeyKept or MemberActionKind.KeyForgotten);
    }
}
