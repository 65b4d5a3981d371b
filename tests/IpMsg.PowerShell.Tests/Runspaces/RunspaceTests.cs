using System;
using System.Globalization;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.PowerShell.Tests.Runspaces;

/// <summary>One listener a runspace, whatever happens to the module meanwhile.</summary>
public sealed class RunspaceTests : IDisposable
{
    private readonly Lan _lan = new();

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void Several_runspaces_have_a_listener_each()
    {
        var sessions = Enumerable.Range(1, 5).Select(_ => _lan.Session()).ToArray();
        var listeners = sessions.Select((session, index) => _lan.Listen(session, index + 1)).ToArray();
        foreach (var (session, listener) in sessions.Zip(listeners))
            Assert.Same(listener, session.One<IpMsgListener>("Get-IpMsgListener"));
        sessions[0].Runspace.Close();
        Assert.Equal([NodeState.Stopped, NodeState.Running, NodeState.Running, NodeState.Running, NodeState.Running],
            listeners.Select(each => each.Node.State));
    }

    [Fact]
    public void Removing_the_module_here_leaves_the_listeners_of_other_runspaces_alone()
    {
        PsSession here = _lan.Session(), there = _lan.Session();
        IpMsgListener mine = _lan.Listen(here, 1), theirs = _lan.Listen(there, 2);
        here.Run("Remove-Module IpMsg");
        Assert.Equal((nameof(NodeState.Stopped), nameof(NodeState.Running)), (mine.State, theirs.State));
        here.Run("Import-Module $args[0]; Start-IpMsgListener" + _lan.At(1), StagedModule.Manifest);
    }

    [Fact]
    public void Importing_again_and_again_ends_a_listener_once_and_leaves_one_hook()
    {
        var session = _lan.Session();
        for (int i = 0; i < 4; i++)
        {
            var peer = _lan.Keep(new ScriptedPeer(_lan.EndPoint(10 + i), "peer"));
            var listener = _lan.Listen(session, 1, "", 10 + i);
            session.Run("Import-Module $args[0]", StagedModule.Manifest);
            Assert.Equal(nameof(NodeState.Running), listener.State);
            peer.Await(Wire.Entry);
            session.Run("Import-Module $args[0] -Force", StagedModule.Manifest);
            Assert.Equal(nameof(NodeState.Stopped), listener.State);
            Assert.Equal(2, peer.Await(Wire.Exit, 2).Length);
            Assert.Empty(session.Run("Get-IpMsgListener"));
        }
        Assert.Equal(1, RunspaceHooks.CountOn(session.Runspace));
        var last = _lan.Listen(session, 1);
        session.Runspace.Close();
        Assert.Equal(nameof(NodeState.Stopped), last.State);
    }

    [Fact]
    public void A_listener_serves_other_runspaces_through_Listener()
    {
        PsSession here = _lan.Session(), there = _lan.Session();
        var listener = _lan.Listen(here, 1);
        var peer = _lan.Member(listener, 2, "suzuki", each => each.Version = "1");
        there.Run("$listener = $args[0]", listener);
        Assert.Equal("suzuki", there.One<IpMsgMember>("Get-IpMsgMember suzuki -Listener $listener").NickName);
        Assert.Equal(nameof(DeliveryStatus.Confirmed), there.One<IpMsgDelivery>("Send-IpMsg suzuki hi -Listener $listener").Status);
        Assert.True(there.One<IpMsgMemberTest>("Test-IpMsgMember suzuki -Listener $listener").IsReachable);
        there.Run("Set-IpMsgPresence -NickName shared -Listener $listener");
        Assert.Equal("shared", listener.NickName);
        Assert.Same(listener, there.One<IpMsgListener>("Get-IpMsgListener -Listener $listener"));
        peer.Message(listener.Node.LocalEndPoint, "to both");
        var message = there.One<IpMsgMessage>("$message = Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $listener; $message");
        Assert.Equal("to both", message.Text);
        there.Run("$message | Open-IpMsg -Listener $listener | Remove-IpMsg -Listener $listener");
        // None of this made a listener over there, and its end is not this one's.
        Assert.Empty(there.Run("Get-IpMsgListener"));
        there.Runspace.Close();
        Assert.Equal(nameof(NodeState.Running), listener.State);
    }

    [Fact]
    public void Several_runspaces_receive_from_one_listener_and_each_message_goes_to_one_of_them()
    {
        const int Messages = 300;
        var here = _lan.Session();
        var listener = _lan.Listen(here, 1);
        var peer = _lan.Member(listener, 2, "suzuki");
        var receiving = Enumerable.Range(0, 3)
            .Select(_ => _lan.Keep(_lan.Session().Begin("Receive-IpMsg -Wait -Listener $args[0]", listener))).ToArray();
        for (int i = 0; i < Messages; i++)
            peer.Message(listener.Node.LocalEndPoint, i.ToString(CultureInfo.InvariantCulture));
        Eventually.True(() => receiving.Sum(each => each.Output.Count) == Messages, "all come out");
        foreach (var each in receiving)
            each.Stop();
        Assert.Equal(Messages,
            receiving.SelectMany(each => each.Output).Select(each => ((IpMsgMessage)each.BaseObject).Text).Distinct().Count());
    }
}
