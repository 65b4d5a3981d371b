using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

public sealed class TestMemberTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;

    public TestMemberTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void A_member_that_tells_its_version_is_reachable()
    {
        _lan.Member(_listener, 2, "suzuki", peer => peer.Version = "Client 1.0");
        var test = _session.One<IpMsgMemberTest>("Test-IpMsgMember suzuki");
        Assert.Equal(("suzuki", _lan.EndPoint(2).ToString(), true, "Client 1.0"), (test.To, test.EndPoint, test.IsReachable, test.Version));
        Assert.True(test.RoundTripMs > 0);
        Assert.NotNull(test.Abilities);
    }

    [Fact]
    public void A_member_that_answers_entries_alone_is_reachable_too()
    {
        _lan.Peer(2, "iptux");
        var test = _session.One<IpMsgMemberTest>("Test-IpMsgMember $args[0]", _lan.Address(2));
        Assert.Equal((true, null), (test.IsReachable, test.Version));
    }

    [Fact]
    public void Who_does_not_answer_is_no_error()
    {
        var test = _session.One<IpMsgMemberTest>("Test-IpMsgMember $args[0] -TimeoutSec 0.2", _lan.Address(2));
        Assert.Equal((false, null, null), (test.IsReachable, test.RoundTripMs, test.Client));
    }

    [Fact]
    public void Quiet_answers_with_true_and_false()
    {
        _lan.Member(_listener, 2, "suzuki", peer => peer.Version = "1");
        Assert.Equal([true, false, false],
            _session.All<bool>("Test-IpMsgMember suzuki, $args[0], nobody -Quiet -TimeoutSec 2", _lan.Address(3)).OrderDescending());
    }

    [Fact]
    public void Many_are_tested_together()
    {
        var peers = Enumerable.Range(2, 30).Select(host => _lan.Peer(host)).ToList();
        peers.ForEach(each => each.AnswersEntries = false);
        _session.Run("$addresses = $args[0]", (object)Enumerable.Range(2, 30).Select(_lan.Address).ToArray());
        using var testing = _session.Begin("$addresses | Test-IpMsgMember -TimeoutSec 600");
        // None answers before all have been asked.
        peers.ForEach(each => each.Await(Wire.GetInfo));
        Assert.Equal((true, 0), (testing.IsRunning, testing.Output.Count));
        peers.ForEach(each => each.Send(_listener.Node.LocalEndPoint, Wire.SendInfo | Wire.Utf8, "1\0"));
        Assert.Equal(30, testing.End<IpMsgMemberTest>().Count(each => each.IsReachable));
    }

    [Theory]
    [InlineData("Test-IpMsgMember nobody", "RecipientNotFound")]
    [InlineData("Test-IpMsgMember $true", "InvalidRecipient")]
    [InlineData("Test-IpMsgMember $true -Quiet", "InvalidRecipient")]
    public void What_cannot_be_tested_is_an_error(string script, string id) => _session.Fails(id, script);
}
