using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

public sealed class PresenceTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly ScriptedPeer _peer;
    private readonly IpMsgListener _listener;

    public PresenceTests()
    {
        _session = _lan.Session();
        _peer = _lan.Peer(2);
        _listener = _lan.Listen(_session, 1, "-NickName Sato -GroupName Ops", 2);
        _peer.Await(Wire.Entry);
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    [Rule(28)]
    public void R28_absence_is_told_with_a_decorated_nickname_and_its_end_without()
    {
        var listener = _session.One<IpMsgListener>("Set-IpMsgPresence -Absent -Message 'back at three' -PassThru");
        Assert.Equal((true, "away", "back at three", "Sato"),
            (listener.IsAbsent, listener.AbsenceTitle, listener.AbsenceMessage, listener.NickName));
        var absent = _peer.Await(Wire.Absence)[0];
        Assert.True(absent.Has(Wire.Absent));
        Assert.Equal("Sato[away]", absent.Body);

        _session.Run("Set-IpMsgPresence -Present");
        var present = _peer.Await(Wire.Absence, 2)[1];
        Assert.False(present.Has(Wire.Absent));
        Assert.Equal("Sato", present.Body);
        Assert.Equal((false, ""), (listener.IsAbsent, listener.AbsenceTitle));
    }

    [Fact]
    [Rule(47)]
    public void R47_who_writes_to_an_absent_member_is_told_once()
    {
        _session.Run("Set-IpMsgPresence -Absent 'back at three' -Title lunch");
        _peer.Await(Wire.Absence);
        _peer.Message(_listener.Node.LocalEndPoint, "one");
        _peer.Message(_listener.Node.LocalEndPoint, "two");
        _peer.Await(Wire.ReceiveMessage, 2);
        var reply = Assert.Single(_peer.Await(Wire.SendMessage));
        Assert.True(reply.Has(Wire.AutoReturn));
        Assert.Equal("back at three", reply.Body);
    }

    [Theory]
    [InlineData("-NickName 'New name'", "New name", "Ops")]
    [InlineData("-GroupName Dev", "Sato", "Dev")]
    [InlineData("-GroupName ''", "Sato", "")]
    [InlineData("-NickName a -GroupName b", "a", "b")]
    public void Names_change_and_everyone_hears(string arguments, string nick, string group)
    {
        _session.Run("Set-IpMsgPresence " + arguments);
        Assert.Equal((nick, group), (_listener.NickName, _listener.GroupName));
        Assert.Equal(nick, _peer.Await(Wire.Absence)[0].Body);
    }

    [Fact]
    public void A_name_may_change_while_absent()
    {
        _session.Run("Set-IpMsgPresence -Absent; Set-IpMsgPresence -NickName New");
        Assert.True(_listener.IsAbsent);
        Eventually.True(() => _peer.ReceivedOf(Wire.Absence).Any(each => each.Body == "New[away]"), "the new name is told");
    }

    [Theory]
    [InlineData("Set-IpMsgPresence -Absent -Present")]
    [InlineData("Set-IpMsgPresence -Present -Message x")]
    [InlineData("Set-IpMsgPresence -NickName ''")]
    [InlineData("Set-IpMsgPresence -Absent -Title ''")]
    public void Contradictions_are_refused_by_the_parameters(string script) => Assert.Single(_session.Try(script).AllErrors);
}
