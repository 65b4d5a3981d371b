using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

/// <summary>A confirmed message is one that somebody will see.</summary>
[Collection("Alone")]
public sealed class NothingLostTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;

    public NothingLostTests() => _session = _lan.Session();

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void The_first_of_many_leaves_the_others_in_the_inbox()
    {
        var (listener, peer) = Start();
        Flood(listener, peer, 0, 5);
        Assert.Equal("0", _session.One<IpMsgMessage>("Receive-IpMsg | Select-First").Text);
        Assert.Equal(["1", "2"], _session.All<IpMsgMessage>("Receive-IpMsg -Wait | Select-First 2").Select(each => each.Text));
        Assert.Equal(["3", "4"], _session.All<IpMsgMessage>("Receive-IpMsg").Select(each => each.Text));
        Assert.Equal(["0", "1", "2", "3", "4"], _session.All<IpMsgMessage>("Receive-IpMsg -Recent 10").Select(each => each.Text));
    }

    [Fact]
    public void A_script_that_fails_in_mid_pipeline_keeps_the_rest()
    {
        var (listener, peer) = Start();
        Flood(listener, peer, 0, 3);
        Assert.NotNull(_session.Try("Receive-IpMsg | ForEach-Object { throw 'no' }").Failure);
        Assert.Equal(["1", "2"], _session.All<IpMsgMessage>("Receive-IpMsg").Select(each => each.Text));
        Assert.Equal(["0", "1", "2"], _session.All<IpMsgMessage>("Receive-IpMsg -Recent 5").Select(each => each.Text));
    }

    [Fact]
    public void Break_and_return_keep_the_rest()
    {
        var (listener, peer) = Start();
        Flood(listener, peer, 0, 4);
        Assert.Single(_session.Run("foreach ($i in 1) { Receive-IpMsg | ForEach-Object { $_; break } }"));
        Assert.Equal(["1", "2", "3"], _session.All<IpMsgMessage>("Receive-IpMsg").Select(each => each.Text));
    }

    [Theory]
    [InlineData("Receive-IpMsg -Wait")]
    [InlineData("Receive-IpMsg -Wait | ForEach-Object { $_ }")]
    public void A_pipeline_stopped_at_any_moment_loses_nothing(string script)
    {
        const int Rounds = 60;
        const int Messages = 20;
        var (listener, peer) = Start();
        var seen = new List<string?>();
        for (int round = 0; round < Rounds; round++)
        {
            using var receiving = _session.Begin(script);
            for (int i = 0; i < Messages; i++)
                peer.Message(listener.Node.LocalEndPoint, (round * Messages + i).ToString(CultureInfo.InvariantCulture));
            Thread.SpinWait(Random.Shared.Next(200_000));
            receiving.Stop();
            seen.AddRange(receiving.Output.Select(each => ((IpMsgMessage)each.BaseObject).Text));
        }
        peer.Await(Wire.ReceiveMessage, Rounds * Messages);
        Eventually.True(
            () =>
            {
                seen.AddRange(_session.All<IpMsgMessage>("Receive-IpMsg").Select(each => each.Text));
                return listener.Counters.Messages == Rounds * Messages && listener.UnreadCount == 0;
            },
            "all have arrived");
        Assert.Empty(Enumerable.Range(0, Rounds * Messages).Select(each => each.ToString(CultureInfo.InvariantCulture)).Except(seen));
        // What was on its way to somebody at the stop may be seen again, and nothing else.
        Assert.InRange(seen.Count, Rounds * Messages, Rounds * Messages + Rounds);
    }

    [Fact]
    public void A_message_under_way_at_a_stop_is_put_back_in_its_place()
    {
        var (listener, peer) = Start();
        Flood(listener, peer, 0, 3);
        using var receiving =
            _session.Begin("Receive-IpMsg -Wait | ForEach-Object { $signal = $args[0]; while ($true) { $global:busy = 1 } }");
        Eventually.True(() => listener.UnreadCount == 2, "the first is under way");
        receiving.Stop();
        Assert.Equal(["0", "1", "2"], _session.All<IpMsgMessage>("Receive-IpMsg").Select(each => each.Text));
    }

    [Fact]
    [Rule(39)]
    public void R39_a_listener_that_exists_for_sending_alone_confirms_nothing_until_somebody_receives()
    {
        using var port = new EnvironmentVariable("IPMSG_PORT", _lan.Port.ToString(CultureInfo.InvariantCulture));
        var peer = _lan.Peer(2);
        _session.Run("Send-IpMsg $args[0] hi", _lan.Address(2));
        var listener = _session.One<IpMsgListener>("Get-IpMsgListener");
        Assert.Equal((true, false), (listener.IsImplicit, listener.AcceptsMessages));
        var here = peer.ReceivedOf(Wire.SendMessage)[0].From;
        peer.Message(here, "too early");
        // Answered, so the message before it was looked at.
        peer.Send(here, Wire.GetInfo, "\0");
        peer.Await(Wire.SendInfo);
        Assert.Empty(peer.ReceivedOf(Wire.ReceiveMessage));
        Assert.Empty(_session.Run("Receive-IpMsg"));
        peer.Message(here, "in time");
        peer.Await(Wire.ReceiveMessage);
        Assert.Equal("in time", _session.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1").Text);
    }

    [Theory]
    [InlineData(1, "One message was not received, from suzuki, and what was in memory is lost.")]
    [InlineData(3, "3 messages were not received, from suzuki (3), and what was in memory is lost.")]
    public void Stopping_with_unread_messages_warns(int count, string warning)
    {
        var (listener, peer) = Start();
        Flood(listener, peer, 0, count);
        Assert.Equal([warning], _session.Try("Stop-IpMsgListener").Warnings);
    }

    [Fact]
    public void Replacing_a_listener_with_unread_messages_warns()
    {
        using var port = new EnvironmentVariable("IPMSG_PORT", _lan.Port.ToString(CultureInfo.InvariantCulture));
        var peer = _lan.Peer(2);
        _session.Run("Receive-IpMsg");
        var listener = _session.One<IpMsgListener>("Get-IpMsgListener");
        // A stranger's answer to the introduction may come between its messages, which then have another name.
        var to = new System.Net.IPEndPoint(_lan.EndPoint(1).Address, listener.Port);
        peer.Enter(to);
        Eventually.True(() => listener.Node.Members.Find(peer.EndPoint) is not null, "the peer is known");
        Flood(listener, peer, 0, 2, to);
        Assert.Equal(
            ["2 messages were not received, from " + peer.Nick + " (2), and what was in memory is lost."],
            _session.Try("Start-IpMsgListener" + _lan.At(1)).Warnings);
    }

    private (IpMsgListener Listener, ScriptedPeer Peer) Start()
    {
        var listener = _lan.Listen(_session, 1);
        return (listener, _lan.Member(listener, 2, "suzuki"));
    }

    private static void Flood(IpMsgListener listener, ScriptedPeer peer, int from, int count, System.Net.IPEndPoint? to = null)
    {
        for (int i = from; i < from + count; i++)
            peer.Message(to ?? listener.Node.LocalEndPoint, i.ToString(CultureInfo.InvariantCulture));
        Eventually.True(() => listener.UnreadCount == count, "messages wait");
    }
}
