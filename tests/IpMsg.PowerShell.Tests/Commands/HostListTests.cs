using System;
using System.Globalization;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Commands;

public sealed class HostListTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;
    private readonly IpMsgListener _listener;

    public HostListTests()
    {
        _session = _lan.Session();
        _listener = _lan.Listen(_session, 1, "", 2);
    }

    public void Dispose() => _lan.Dispose();

    [Theory]
    [InlineData("server")]
    [InlineData("serv*")]
    [InlineData("*")]
    [Rule(35)]
    public void R35_a_list_introduces_its_members(string whom)
    {
        Server(2, "server", (3, "suzuki"), (4, "tanaka"));
        _lan.Peer(3, "suzuki");
        Assert.Equal(["suzuki", "tanaka"],
            _session.All<IpMsgMember>("Get-IpMsgMember -HostList $args[0]", whom).Select(each => each.NickName));
        Assert.True(_session.One<IpMsgMember>("Get-IpMsgMember tanaka").IsFromHostList);
        Assert.Equal("list", _session.One<string>("[IpMsg.PowerShell.Internal.MemberText]::Seen((Get-IpMsgMember tanaka))"));
        if (whom != "*")
            Eventually.True(() => !_session.One<IpMsgMember>("Get-IpMsgMember suzuki").IsFromHostList, "who is there answers for itself");
    }

    [Fact]
    public void Every_member_that_a_name_fits_is_asked()
    {
        Server(2, "server a", (4, "suzuki"));
        Server(3, "server b", (5, "tanaka"));
        Assert.Equal(["suzuki", "tanaka"],
            _session.All<IpMsgMember>("Get-IpMsgMember -HostList server*").Select(each => each.NickName).Order());
    }

    [Fact]
    public void Names_and_groups_choose_among_those_in_the_list()
    {
        Server(2, "server", (3, "suzuki"), (4, "tanaka"));
        Assert.Equal("tanaka", _session.One<IpMsgMember>("Get-IpMsgMember tan* -HostList server").NickName);
    }

    [Fact]
    public void A_list_that_does_not_come_is_an_error()
    {
        _lan.Member(_listener, 3, "mute");
        var error = _session.Fails("HostListNotAnswered", "Get-IpMsgMember -HostList mute -TimeoutSec 0.3");
        Assert.Equal("mute", error.TargetObject);
        Assert.Equal("'mute' sent no host list in time.", error.ToString());
    }

    [Fact]
    public void Somebody_unknown_among_those_asked_is_an_error_and_the_others_are_asked()
    {
        Server(2, "server", (3, "suzuki"));
        var result = _session.Try("Get-IpMsgMember -HostList nobody, server");
        Assert.Equal("suzuki", Assert.Single(result.Output).ToString());
        Assert.StartsWith("RecipientNotFound,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fresh_listener_looks_for_the_name_first()
    {
        var other = _lan.Session();
        _lan.Listen(other, 9, "", 8);
        Shape(_lan.Peer(8, "server"), (3, "suzuki"));
        Assert.Equal("suzuki", other.One<IpMsgMember>("Get-IpMsgMember -HostList server").NickName);
    }

    private void Server(int host, string nick, params (int Host, string Nick)[] members) =>
        _lan.Member(_listener, host, nick, peer => Shape(peer, members));

    private void Shape(ScriptedPeer peer, params (int Host, string Nick)[] members)
    {
        string list = "    0\a" + members.Length.ToString(CultureInfo.InvariantCulture).PadLeft(5) + "\a"
            + string.Concat(members.Select(each =>
                "user\aHOST-" + _lan.Address(each.Host) + "\a" + Wire.CanUtf8 + "\a" + _lan.Address(each.Host) + "\a"
                    + ((_lan.Port & 0xFF) << 8 | _lan.Port >> 8) + "\a" + each.Nick + "\a\b\a"));
        peer.Also = datagram => datagram.Command switch
        {
            Wire.IsGetList2 => (Wire.OkGetList, ""),
            Wire.GetList => (Wire.AnswerList | Wire.Utf8, list),
            _ => null,
        };
    }
}
