using System;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Threading;
using IpMsg.Node;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Runspaces;

/// <summary>Whatever ends a listener: two farewells a tenth of a second apart, and then the port is free.</summary>
[Collection("Alone")]
public sealed class EndOfListenerTests : IDisposable
{
    private readonly Lan _lan = new();

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("Stop-IpMsgListener")]
    [InlineData("$listener | Stop-IpMsgListener")]
    [InlineData("Stop-IpMsgListener $listener")]
    [InlineData("Stop-IpMsgListener -Listener $listener")]
    [InlineData("Remove-Module IpMsg")]
    [InlineData("Import-Module $manifest -Force")]
    [Rule(29)]
    public void R29_a_command_ends_it_with_two_farewells_and_a_free_port(string script) => EndsWell(session => session.Run(script));

    [Fact]
    [Rule(29)]
    public void R29_closing_the_runspace_ends_it_with_two_farewells_and_a_free_port() => EndsWell(session => session.Runspace.Close());

    [Fact]
    [Rule(29)]
    public void R29_disposing_the_runspace_ends_it_with_two_farewells_and_a_free_port() => EndsWell(session => session.Runspace.Dispose());

    [Fact]
    [Rule(29)]
    public void R29_closing_the_runspace_in_the_background_does_the_same() => EndsWell(session => session.Runspace.CloseAsync());

    [Fact]
    public void A_member_that_was_never_announced_says_farewell_to_those_it_met_alone()
    {
        var session = _lan.Session();
        ScriptedPeer met = _lan.Peer(2), other = _lan.Peer(3);
        _lan.Listen(session, 1, "-Silent", 2, 3);
        session.Run("Send-IpMsg $args[0] hi; Stop-IpMsgListener", _lan.Address(2));
        Assert.Equal(2, met.Await(Wire.Exit, 2).Length);
        Assert.Empty(other.Received);
    }

    [Fact]
    public void A_listener_that_nobody_can_reach_any_more_gives_its_port_back()
    {
        Forget();
        Eventually.True(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Ports.IsFree(_lan.EndPoint(1));
            },
            "the port is free");

        // In a method of its own, lest a register keeps it alive.
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Forget() => _lan.Listen(new PsSession(), 1);
    }

    [Fact]
    public void Whoever_waits_for_it_is_told_that_it_was_stopped()
    {
        var session = _lan.Session();
        var listener = _lan.Listen(session, 1);
        using var waiting = session.Begin("Receive-IpMsg -Wait");
        var other = _lan.Session();
        other.Run("Stop-IpMsgListener $args[0]", listener);
        var error = Assert.Single(waiting.EndWithErrors());
        Assert.StartsWith("ListenerStopped,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(nameof(NodeState.Stopped), listener.State);
        Assert.Empty(session.Run("Get-IpMsgListener"));
        Assert.Equal("ListenerStopped",
            Assert.Single(session.Try("Receive-IpMsg -Listener $args[0]", listener).AllErrors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void After_the_end_a_runspace_can_start_again_on_the_same_port()
    {
        var session = _lan.Session();
        for (int i = 0; i < 5; i++)
        {
            _lan.Listen(session, 1);
            session.Run("Stop-IpMsgListener");
        }
    }

    private void EndsWell(Action<PsSession> end)
    {
        var session = _lan.Session();
        var peer = _lan.Peer(2);
        var listener = _lan.Listen(session, 1, "", 2);
        session.Run("$listener, $manifest = $args", listener, StagedModule.Manifest);
        peer.Await(Wire.Entry);
        end(session);
        var farewells = peer.Await(Wire.Exit, 2);
        Assert.Equal(2, farewells.Length);
        Assert.InRange((farewells[1].At - farewells[0].At).TotalMilliseconds, ArrivalTime.IsKnown ? 80 : 0, 400);
        var limit = farewells[1].At + TimeSpan.FromMilliseconds(100);
        while (!Ports.IsFree(_lan.EndPoint(1)))
            Assert.True(ScriptedPeer.Now < limit, "The port is not free within 100 ms of the second farewell.");
        Eventually.True(() => listener.State == nameof(NodeState.Stopped), "it is stopped");
    }
}
