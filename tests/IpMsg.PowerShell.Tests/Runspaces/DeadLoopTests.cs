using System;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using IpMsg.Node;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Node.Transport;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.PowerShell.Tests.Runspaces;

/// <summary>A receive loop that dies tells everyone who waits why.</summary>
public sealed class DeadLoopTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly FaultyTransport _transport = new();
    private readonly IpMsgListener _listener;

    public DeadLoopTests()
    {
        string numbers = System.IO.Path.Combine(Environment.GetEnvironmentVariable("IPMSG_KEYPATH")!, "dead-loop-" + Guid.NewGuid());
        var settings = new MemberSettings("me", "here", new TextCodec(CodePages.Find("shift_jis"), CodePages.Find(CodePages.Chinese)));
        _listener = new IpMsgListener(
            MemberNode.Start(new NodeServices(new NodeOptions(), settings, new SharedPacketNumbers(numbers), _transport, null,
                new AddressFilter(null, null))), isImplicit: false, scope: null);
    }

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("Receive-IpMsg -Wait -Listener $args[0]")]
    [InlineData("Receive-IpMsg -TimeoutSec 600 -Listener $args[0]")]
    [InlineData("Send-IpMsg 127.0.0.9 hi -TimeoutSec 600 -Listener $args[0]")]
    [InlineData("Send-IpMsg 127.0.0.9 'こんにちは' -Listener $args[0]")]
    [InlineData("Send-IpMsg somebody hi -Listener $args[0]")]
    [InlineData("Get-IpMsgMember -Refresh -TimeoutSec 600 -Listener $args[0]")]
    [InlineData("Get-IpMsgMember somebody -TimeoutSec 600 -Listener $args[0]")]
    [InlineData("Get-IpMsgMember -HostList * -TimeoutSec 600 -Listener $args[0]")]
    [InlineData("Get-IpMsgMember -HostList 127.0.0.9 -TimeoutSec 600 -Listener $args[0]")]
    [InlineData("Test-IpMsgMember 127.0.0.9 -TimeoutSec 600 -Listener $args[0]")]
    public void Every_waiting_cmdlet_ends_with_the_reason(string script)
    {
        var session = _lan.Session();
        using var waiting = session.Begin(script, _listener);
        Eventually.True(() => _listener.Node.HasSubscribers || !waiting.IsRunning, "it waits");
        _transport.Die("the cable is gone");
        var error = Assert.Single(waiting.EndWithErrors());
        Assert.StartsWith("ListenerFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("the cable is gone", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        Assert.Equal(_transport.LocalEndPoint, error.TargetObject);
        Assert.NotNull(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void The_listener_shows_it_and_later_cmdlets_say_it()
    {
        _transport.Die("the cable is gone");
        var session = _lan.Session();
        Assert.Equal(nameof(NodeState.Failed), _listener.State);
        Assert.Contains("the cable is gone", session.One<IpMsgListener>("Get-IpMsgListener -Listener $args[0]", _listener).Failure,
            StringComparison.Ordinal);
        session.Run("Get-IpMsgListener -Listener $args[0] | Out-Host", _listener);
        // A view breaks long lines where it likes.
        string shown = string.Concat(session.Host.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Failed", shown, StringComparison.Ordinal);
        Assert.Contains("thecableisgone", shown, StringComparison.Ordinal);
        session.Fails("ListenerFailed", "Send-IpMsg 127.0.0.9 hi -Listener $args[0]", _listener);
        session.Fails("ListenerFailed", "Receive-IpMsg -Listener $args[0]", _listener);
        session.Run("Stop-IpMsgListener $args[0]", _listener);
        Assert.Equal(nameof(NodeState.Stopped), _listener.State);
    }

    [Fact]
    public void A_part_that_does_not_work_is_shown_while_it_does_not_and_the_others_go_on()
    {
        var session = _lan.Session();
        _listener.Node.Problems.Report(NodePart.Tcp, this, new InvalidOperationException("no handles"));
        Assert.Equal("Tcp no handles",
            session.One<string>("(Get-IpMsgListener -Listener $args[0]).Problems | ForEach-Object { \"$($_.Part) $($_.Reason)\" }",
                _listener));
        session.Run("Get-IpMsgListener -Listener $args[0] | Out-Host", _listener);
        Assert.Contains("Problems", session.Host.Text, StringComparison.Ordinal);
        Assert.Equal(nameof(NodeState.Running), _listener.State);
        Assert.EndsWith(
            "Tcp: no handles.",
            session.One<string>("(Test-IpMsgListener -Listener $args[0] -TimeoutSec 0).Failure", _listener),
            StringComparison.Ordinal);

        _listener.Node.Problems.Report(NodePart.Tcp, this, null);
        Assert.Empty(_listener.Problems);
    }

    [Fact]
    public void What_it_confirmed_before_it_died_is_still_handed_out()
    {
        _transport.Receive("1:100:bob:BOB-PC:288:still here", new System.Net.IPEndPoint(System.Net.IPAddress.Parse("127.0.0.9"), 2425));
        _transport.Die("the cable is gone");
        var session = _lan.Session();
        Assert.Equal("still here", session.One<IpMsgMessage>("Receive-IpMsg -Listener $args[0]", _listener).Text);
    }

    [Fact]
    public void Replacing_it_warns_of_what_it_had_confirmed()
    {
        var session = _lan.Session();
        var listener = _lan.Listen(session, 1);
        var peer = _lan.Member(listener, 2, "suzuki");
        for (int i = 0; i < 2; i++)
            peer.Message(listener.Node.LocalEndPoint, "lost");
        Eventually.True(() => listener.UnreadCount == 2, "both wait");
        typeof(MemberNode).GetMethod("OnFault", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(listener.Node,
            [new InvalidOperationException("the cable is gone")]);
        Assert.Equal(
            ["2 messages were not received, from suzuki (2), and what was in memory is lost."],
            session.Try("Start-IpMsgListener" + _lan.At(1)).Warnings);
    }
}
