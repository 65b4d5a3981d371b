using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.PowerShell.Tests.Encryption;

/// <summary>Keys are found by what people call their owners, and know the listener that they came from.</summary>
public sealed class KeyOwnerTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly string _root = Directory.CreateTempSubdirectory("ipmsg-owners-").FullName;
    private readonly PsSession _sato, _other;
    private readonly IpMsgListener _satoListens, _otherListens;

    public KeyOwnerTests()
    {
        (_sato, _other) = (_lan.Session(), _lan.Session());
        _satoListens = Listen(_sato, 1, "sato");
        _otherListens = Listen(_other, 2, "other");
        foreach (var listener in new[] { _satoListens, _otherListens })
        {
            Pin(listener, "u1", "PC-1");
            Pin(listener, "u2", "PC-2");
        }
    }

    public void Dispose()
    {
        _lan.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData("u1", "u1")]
    [InlineData("pc-1", "u1")]
    [InlineData("u1@pc-1", "u1")]
    [InlineData("'Suzuki Ichiro'", "u1")]
    [InlineData("suz*", "u1")]
    [InlineData("'Suzuki Ichiro', u2", "u1 u2")]
    public void A_key_is_found_by_its_names_and_by_the_nickname_of_the_member_that_bears_them(string name, string users)
    {
        _lan.Member(_satoListens, 5, "Suzuki Ichiro", peer => (peer.User, peer.Host) = ("u1", "PC-1"));
        Assert.Equal(users, string.Join(' ', _sato.All<IpMsgKey>("Get-IpMsgKey " + name).Select(each => each.UserName)));
    }

    [Fact]
    public void A_key_is_found_by_the_address_of_its_member_and_one_who_is_not_there_by_no_nickname()
    {
        var peer = _lan.Member(_satoListens, 5, "Suzuki", peer =>
        {
            (peer.User, peer.Host) = ("u1-<0123456789abcdef>", "PC-1");
            peer.Status |= (uint)EntryFlags.CanEncrypt;
        });
        Assert.Equal("u1", _sato.One<IpMsgKey>("Get-IpMsgKey " + peer.EndPoint.Address).UserName);
        var error = _sato.Fails("KeyNotFound", "$null = Get-IpMsgKey nobody, suzuki");
        Assert.Equal("nobody", error.TargetObject);
        // The exit counts when the member does not answer (R123).
        peer.AnswersEntries = false;
        _satoListens.Node.Receive("1:9:x:X:2:\0"u8.ToArray(), peer.EndPoint);
        Eventually.True(() => _satoListens.Node.Members.Find(peer.EndPoint) is null, "it leaves");
        Assert.Equal("suzuki", _sato.Fails("KeyNotFound", "Get-IpMsgKey suzuki").TargetObject);
    }

    [Theory]
    [InlineData("u", "u1@PC-1 u2@PC-2")]
    [InlineData("PC-2", "u2@PC-2")]
    [InlineData("Suz", "u1@PC-1")]
    [InlineData("suzuki x", "")]
    public void Tab_completes_the_owner_from_any_name(string typed, string owners)
    {
        _lan.Member(_satoListens, 5, "Suzuki", peer => (peer.User, peer.Host) = ("u1", "PC-1"));
        string line = "Get-IpMsgKey '" + typed;
        using var shell = System.Management.Automation.PowerShell.Create(_sato.Runspace);
        var completions = CommandCompletion.CompleteInput(line, line.Length, null, shell)
            .CompletionMatches.Where(each => each.ResultType == CompletionResultType.ParameterValue).ToList();
        Assert.Equal(owners, string.Join(' ', completions.Select(each => each.CompletionText.Trim('\''))));
        if (typed == "Suz")
            Assert.StartsWith("Suzuki, u1@PC-1", completions[0].ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_forgotten_by_the_listener_that_it_came_from()
    {
        _sato.Run("$other = $args[0]", _otherListens);
        _sato.Run("Get-IpMsgKey u1 -Listener $other | Remove-IpMsgKey -Confirm:$false");
        Assert.Equal(["u1", "u2"], Known(_satoListens));
        Assert.Equal(["u2"], Known(_otherListens));
        _sato.Run("Get-IpMsgKey u1 | Remove-IpMsgKey -Confirm:$false -Listener $other");
        Assert.Equal(["u1", "u2"], Known(_satoListens));
        // Another runspace needs none of its own for it.
        var third = _lan.Session();
        third.Run("$args[0] | Remove-IpMsgKey -Confirm:$false; if (Get-IpMsgListener) { throw }", _sato.One<IpMsgKey>("Get-IpMsgKey u2"));
        Assert.Equal(["u1"], Known(_satoListens));
    }

    [Fact]
    public void What_a_stopped_listener_knew_is_not_looked_for_elsewhere()
    {
        var key = _sato.One<IpMsgKey>("($key = Get-IpMsgKey u1 -Listener $args[0])", _otherListens);
        _other.Run("Stop-IpMsgListener");
        var error = _sato.Fails("ListenerStopped", "$key | Remove-IpMsgKey -Confirm:$false");
        ErrorTests.Clear(error, ErrorCategory.ResourceUnavailable);
        Assert.Equal(key, error.TargetObject);
        Assert.Contains("-Listener", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["u1", "u2"], Known(_satoListens));
        _sato.Run("$key | Remove-IpMsgKey -Confirm:$false -Listener $args[0]", _satoListens);
        Assert.Equal(["u2"], Known(_satoListens));
    }

    private static string[] Known(IpMsgListener listener) => [.. listener.Node.Keys.GetAll().Select(each => each.UserName).Order()];

    private static void Pin(IpMsgListener listener, string user, string host) =>
        Assert.True(listener.Node.Keys.Pin(
            new KnownKey(user, host, LegacyMember.Key, Capabilities.Rsa1024, default, System.Net.IPAddress.Loopback)));

    private IpMsgListener Listen(PsSession session, int host, string name) =>
        _lan.Listen(session, host, "-KeyPath '" + Path.Combine(_root, name) + "'");
}
