using System;
using System.Globalization;
using System.Linq;
using IpMsg.Node;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

public sealed class StartListenerTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;

    public StartListenerTests() => _session = _lan.Session();

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void A_listener_shows_what_it_was_given()
    {
        var listener = _lan.Listen(_session, 1, "-NickName 'Sato Jiro' -GroupName Ops -UserName sato -HostName pc1 -Encoding gb18030");
        Assert.Equal(("Sato Jiro", "Ops", "sato", "pc1", "gb18030"),
            (listener.NickName, listener.GroupName, listener.UserName, listener.HostName, listener.Encoding));
        Assert.Equal(
            (_lan.EndPoint(1).ToString(), _lan.Port, nameof(NodeState.Running)), (listener.EndPoint, listener.Port, listener.State));
        Assert.Equal((false, true, null, null), (listener.IsImplicit, listener.AcceptsMessages, listener.LogPath, listener.Failure));
        Assert.InRange(DateTimeOffset.UtcNow - listener.StartedAt, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Same(listener, _session.One<IpMsgListener>("Get-IpMsgListener"));
    }

    [Fact]
    public void Names_are_positional_and_nothing_comes_out_without_PassThru()
    {
        Assert.Empty(_session.Run("Start-IpMsgListener Sato Ops" + _lan.At(1)));
        var listener = _session.One<IpMsgListener>("Get-IpMsgListener");
        Assert.Equal(("Sato", "Ops"), (listener.NickName, listener.GroupName));
    }

    [Fact]
    [Rule(26)]
    public void R26_several_members_on_one_machine_have_different_default_names()
    {
        var first = _lan.Listen(_session, 1);
        var second = _lan.Listen(_lan.Session(), 2);
        Assert.NotEqual(first.HostName, second.HostName);
        Assert.Contains(_lan.Port.ToString(CultureInfo.InvariantCulture), first.HostName, StringComparison.Ordinal);
        Assert.Contains(_lan.Address(1), first.HostName, StringComparison.Ordinal);
    }

    [Fact]
    [Rule(21)]
    public void R21_an_entry_follows_the_preliminary_by_a_quarter_of_a_second()
    {
        var peer = _lan.Peer(2);
        _lan.Listen(_session, 1, "", 2);
        var entry = peer.Await(Wire.Entry)[0];
        var first = peer.ReceivedOf(Wire.NoOperation)[0];
        Assert.InRange((entry.At - first.At).TotalMilliseconds, 200, 2_000);
        Assert.Equal(_lan.EndPoint(1), entry.From);
    }

    [Fact]
    public void Silent_tells_nobody_and_answers_those_who_ask()
    {
        var peer = _lan.Peer(2);
        var listener = _lan.Listen(_session, 1, "-Silent", 2);
        peer.Enter(listener.Node.LocalEndPoint);
        peer.Await(Wire.AnswerEntry);
        Assert.Equal(Wire.AnswerEntry, Assert.Single(peer.Received).Command);
        Assert.False(listener.IsAnnounced);
    }

    [Fact]
    public void Port_0_is_a_port_of_the_systems_choice() =>
        Assert.NotEqual(0, _session.One<IpMsgListener>("Start-IpMsgListener -Port 0 -PassThru -Address " + _lan.Address(1)).Port);

    [Theory]
    [InlineData("-AllowFrom {2}", "allowed")]
    [InlineData("-AllowFrom {2}/31", "allowed other")]
    [InlineData("-DenyFrom {3}", "allowed")]
    [InlineData("-AllowFrom 127.0.0.0/8 -DenyFrom {3}, 10.0.0.0/8", "allowed")]
    [InlineData("-DenyFrom 127.0.0.0/8", "")]
    public void AllowFrom_and_DenyFrom_choose_who_is_heard(string filter, string heard)
    {
        var listener = _lan.Listen(_session, 1,
            filter.Replace("{2}", _lan.Address(2), StringComparison.Ordinal).Replace("{3}", _lan.Address(3), StringComparison.Ordinal));
        foreach (var (host, nick) in new[] { (2, "allowed"), (3, "other") })
        {
            var peer = _lan.Peer(host, nick);
            peer.Enter(listener.Node.LocalEndPoint);
            peer.Send(listener.Node.LocalEndPoint, Wire.GetInfo, "\0");
        }
        string[] expected = heard.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Eventually.True(() => listener.MemberCount >= expected.Length, "they are heard");
        Assert.Equal(expected, _session.All<IpMsgMember>("Get-IpMsgMember -TimeoutSec 0.2").Select(each => each.NickName));
    }

    [Fact]
    [Rule(13)]
    public void R13_an_old_client_is_read_in_the_given_encoding()
    {
        var listener = _lan.Listen(_session, 1, "-Encoding 932");
        var peer = _lan.Peer(2);
        peer.SendRaw(listener.Node.LocalEndPoint, [.. "1:5:user:host:288:"u8, 0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0]);
        Assert.Equal("テスト", _session.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
    }

    [Fact]
    public void Counters_count()
    {
        var listener = _lan.Listen(_session, 1);
        var peer = _lan.Member(listener, 2, "suzuki");
        peer.Message(listener.Node.LocalEndPoint, "hi");
        peer.SendRaw(listener.Node.LocalEndPoint, "rubbish");
        _session.Run("Send-IpMsg suzuki hi; Receive-IpMsg -TimeoutSec 20 -Count 1");
        Eventually.True(() => listener.Counters.DatagramsIgnored == 1, "the rubbish is counted");
        var counters = listener.Counters;
        Assert.Equal((1, 1, 0, 0), (counters.Messages, counters.Confirmed, counters.Unconfirmed, counters.LogFailures));
        Assert.True(counters.DatagramsReceived >= 4 && counters.DatagramsSent >= 2);
        Assert.Equal("1 received, 1 confirmed, 0 unconfirmed", counters.ToString());
    }
}
