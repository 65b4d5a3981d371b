using System;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Sending;

public sealed class MessageTooLongTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;

    public MessageTooLongTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1);
    }

    public void Dispose() => _lan.Dispose();

    [Fact]
    [Rule(18)]
    public void R18_when_one_recipient_could_not_take_it_nobody_gets_anything()
    {
        ScriptedPeer suzuki = _lan.Member(_listener, 2, "suzuki"), stranger = _lan.Peer(3);
        stranger.AnswersEntries = false;
        var error = _session.Fails("MessageTooLong", "Send-IpMsg suzuki,$args[0] ('x' * 40000)", _lan.Address(3));
        Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
        Assert.Contains("32", error.ToString(), StringComparison.Ordinal);
        _session.Run("$args[0] | Send-IpMsg mark", [new object[] { suzuki.EndPoint, stranger.EndPoint }]);
        Assert.Equal("mark", Assert.Single(suzuki.ReceivedOf(Wire.SendMessage)).Body);
        // Not even an introduction before the one of the second message.
        Assert.Single(stranger.ReceivedOf(Wire.Entry));
    }

    [Fact]
    [Rule(18)]
    public void R18_the_longest_text_that_fits_arrives_whole()
    {
        var suzuki = _lan.Member(_listener, 2, "suzuki");
        string text = new('x', 32_000);
        _session.Run("Send-IpMsg suzuki $args[0]", text);
        Assert.Equal(text, suzuki.ReceivedOf(Wire.SendMessage)[0].Body);
    }

    [Fact]
    public void A_text_too_long_for_a_broadcast_is_not_sent_either()
    {
        var peer = _lan.Peer(9);
        using var other = new PsSession();
        _lan.Listen(other, 8, "", 9);
        other.Fails("MessageTooLong", "Send-IpMsg ('x' * 40000) -Broadcast");
        Assert.Empty(peer.ReceivedOf(Wire.SendMessage));
    }

    [Fact]
    public void One_text_that_is_too_long_does_not_take_the_others_with_it()
    {
        _lan.Member(_listener, 2, "suzuki");
        var result = _session.Try("'one', ('x' * 40000), 'two' | Send-IpMsg suzuki");
        Assert.Equal(2, result.Output.Count);
        Assert.Null(result.Failure);
        Assert.Single(result.Errors);
    }
}
