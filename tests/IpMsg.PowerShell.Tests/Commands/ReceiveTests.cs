using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

public sealed class ReceiveTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;
    private readonly ScriptedPeer _suzuki, _tanaka;

    public ReceiveTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
        _suzuki = _lan.Member(_listener, 2, "Suzuki");
        _tanaka = _lan.Member(_listener, 3, "Tanaka");
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void Nothing_waits_and_nothing_comes_without_Wait() => Assert.Empty(_session.Run("Receive-IpMsg"));

    [Fact]
    public void Messages_come_oldest_first_and_only_once()
    {
        Arrive(_suzuki, "one", "two", "three");
        Assert.Equal(["one", "two", "three"], Texts("Receive-IpMsg"));
        Assert.Empty(_session.Run("Receive-IpMsg"));
    }

    [Fact]
    public void Count_leaves_the_rest()
    {
        Arrive(_suzuki, "one", "two", "three");
        Assert.Equal(["one", "two"], Texts("Receive-IpMsg -Count 2"));
        Assert.Equal(["three"], Texts("Receive-IpMsg"));
    }

    [Theory]
    [InlineData("suzuki", "s")]
    [InlineData("TAN*", "t")]
    [InlineData("suzuki,tanaka", "s,t")]
    [InlineData("HOST-*", "s,t")]
    [InlineData("nobody", "")]
    public void From_takes_some_and_leaves_the_others(string from, string texts)
    {
        Arrive(_suzuki, "s");
        Arrive(_tanaka, "t");
        Assert.Equal(texts, string.Join(",", Texts("Receive-IpMsg -From $args[0]", (object)from.Split(','))));
        Assert.Equal(2 - texts.Split(',', StringSplitOptions.RemoveEmptyEntries).Length, _listener.UnreadCount);
    }

    [Fact]
    public void From_takes_addresses_and_endpoints()
    {
        Arrive(_suzuki, "s");
        Arrive(_tanaka, "t");
        Assert.Equal(["s"], Texts("Receive-IpMsg $args[0]", _suzuki.EndPoint.Address.ToString()));
        Assert.Equal(["t"], Texts("Receive-IpMsg $args[0]", _tanaka.EndPoint.ToString()));
    }

    [Fact]
    public void Wait_emits_messages_as_they_come()
    {
        var receiving = _session.Begin("Receive-IpMsg -Wait -Count 2");
        _suzuki.Message(_listener.Node.LocalEndPoint, "one");
        Eventually.True(() => receiving.Output.Count == 1, "the first comes out");
        Assert.True(receiving.IsRunning);
        _suzuki.Message(_listener.Node.LocalEndPoint, "two");
        Assert.Equal(["one", "two"], receiving.End<IpMsgMessage>().Select(each => each.Text));
    }

    [Fact]
    public void TimeoutSec_implies_Wait_and_ends_it()
    {
        Assert.Empty(_session.Run("Receive-IpMsg -TimeoutSec 0.1"));
        Assert.Empty(_session.Run("Receive-IpMsg -Wait -TimeoutSec 0.1"));
        Assert.Empty(_session.Run("Receive-IpMsg -TimeoutSec 0"));
    }

    [Fact]
    public void Peek_leaves_messages_where_they_are()
    {
        Arrive(_suzuki, "one", "two", "three");
        Assert.Equal(["one", "two"], Texts("Receive-IpMsg -Peek -Count 2"));
        Assert.Equal(["one", "two", "three"], Texts("Receive-IpMsg -Peek"));
        Assert.Equal(3, _listener.UnreadCount);
    }

    [Fact]
    public void Recent_shows_again_what_was_taken_last()
    {
        Arrive(_suzuki, "one", "two");
        Arrive(_tanaka, "three", "waiting");
        Texts("Receive-IpMsg -Count 3");
        Assert.Equal(["two", "three"], Texts("Receive-IpMsg -Recent 2"));
        Assert.Equal(["one", "two", "three"], Texts("Receive-IpMsg -Recent 1000"));
        Assert.Equal(["one", "two"], Texts("Receive-IpMsg -From suzuki -Recent 10"));
        Assert.Equal(["two"], Texts("Receive-IpMsg -From suzuki -Recent 1"));
    }

    [Fact]
    [Rule(43)]
    public void R43_a_message_that_comes_three_times_is_shown_once_and_confirmed_three_times()
    {
        string number = _suzuki.Message(_listener.Node.LocalEndPoint, "once");
        for (int i = 0; i < 2; i++)
            _suzuki.Send(_listener.Node.LocalEndPoint, Wire.SendMessage | Wire.SendCheck | Wire.Utf8 | Wire.CanUtf8, "once\0", number);
        Assert.All(_suzuki.Await(Wire.ReceiveMessage, 3), each => Assert.Equal(number, each.Body));
        Assert.Equal(["once"], Texts("Receive-IpMsg"));
    }

    [Theory]
    [InlineData(0, "False False False False False")]
    [InlineData(Wire.Locked, "True False False False False")]
    [InlineData(Wire.NoLog, "False True False False False")]
    [InlineData(Wire.Broadcast, "False False True False False")]
    [InlineData(Wire.Multicast, "False False False True False")]
    [InlineData(Wire.AutoReturn, "False False False False True")]
    [Rule(54, 56)]
    public void R54_R56_the_senders_wishes_show_in_the_message(uint flags, string shown)
    {
        _suzuki.Message(_listener.Node.LocalEndPoint, "hi", flags);
        var message = _session.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1");
        Assert.Equal(shown,
            string.Join(' ', message.IsLocked, message.NoLog, message.IsBroadcast, message.IsMulticast, message.IsAutomatic));
    }

    [Fact]
    public void A_message_tells_who_when_and_what()
    {
        string number = _suzuki.Message(_listener.Node.LocalEndPoint, "a\r\nb");
        var message = _session.One<IpMsgMessage>("Receive-IpMsg -TimeoutSec 20 -Count 1");
        Assert.Equal(("Suzuki", "user", _suzuki.Host, _suzuki.EndPoint.ToString()),
            (message.From.NickName, message.From.UserName, message.From.HostName, message.From.EndPoint));
        Assert.Equal(("a\nb", number, true), (message.Text, message.PacketNumber, message.IsConfirmed));
        Assert.InRange(DateTimeOffset.UtcNow - message.ReceivedAt, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private string[] Texts(string script, params object?[] arguments) =>
        [.. _session.All<IpMsgMessage>(script, arguments).Select(each => each.Text!)];

    private void Arrive(ScriptedPeer peer, params string[] texts)
    {
        int before = _listener.UnreadCount;
        foreach (string text in texts)
            peer.Message(_listener.Node.LocalEndPoint, text);
        Eventually.True(() => _listener.UnreadCount == before + texts.Length, "messages wait");
    }
}
