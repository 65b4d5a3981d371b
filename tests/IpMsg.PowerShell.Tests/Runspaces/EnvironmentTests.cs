using System;
using System.Globalization;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using Xunit;

namespace IpMsg.PowerShell.Tests.Runspaces;

/// <summary>Defaults from the environment, and what a bad one leads to.</summary>
[Collection("Alone")]
public sealed class EnvironmentTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly PsSession _session;

    public EnvironmentTests() => _session = _lan.Session();

    public void Dispose() => _lan.Dispose();

    [Fact]
    public void Every_variable_is_a_default()
    {
        using var nick = new EnvironmentVariable("IPMSG_NICKNAME", "From environment");
        using var group = new EnvironmentVariable("IPMSG_GROUP", "CI");
        using var port = new EnvironmentVariable("IPMSG_PORT", _lan.Port.ToString(CultureInfo.InvariantCulture));
        using var encoding = new EnvironmentVariable("IPMSG_ENCODING", "gb18030");
        using var broadcast = new EnvironmentVariable("IPMSG_BROADCAST", _lan.Address(2) + ", " + _lan.EndPoint(3));
        ScriptedPeer a = _lan.Peer(2), b = _lan.Peer(3);
        var listener = _session.One<IpMsgListener>("Start-IpMsgListener -PassThru -Address " + _lan.Address(1));
        Assert.Equal(("From environment", "CI", _lan.Port, "gb18030"),
            (listener.NickName, listener.GroupName, listener.Port, listener.Encoding));
        Assert.Equal("From environment", a.Await(Wire.Entry)[0].Body);
        b.Await(Wire.Entry);
    }

    [Theory]
    [InlineData("IPMSG_PORT", "no port", "InvalidEnvironment")]
    [InlineData("IPMSG_PORT", "65536", "InvalidEnvironment")]
    [InlineData("IPMSG_PORT", "-1", "InvalidEnvironment")]
    [InlineData("IPMSG_BROADCAST", "1.2.3.4, nowhere", "InvalidEnvironment")]
    [InlineData("IPMSG_ENCODING", "klingon", "InvalidEncoding")]
    public void A_bad_value_is_named(string name, string value, string id)
    {
        using var variable = new EnvironmentVariable(name, value);
        foreach (string script in (string[])["Send-IpMsg 127.9.9.9 hi", "Start-IpMsgListener -Address " + _lan.Address(1)])
        {
            var error = _session.Fails(id, script);
            ErrorTests.Clear(error, ErrorCategory.InvalidArgument);
            Assert.Contains(value.Split(' ')[^1], error.ToString(), StringComparison.Ordinal);
            if (id == "InvalidEnvironment")
                Assert.Contains(name, error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_implicit_start_falls_back_to_another_port_and_says_so()
    {
        using var port = new EnvironmentVariable("IPMSG_PORT", _lan.Port.ToString(CultureInfo.InvariantCulture));
        var peer = _lan.Peer(2);
        var result = _session.Try("Send-IpMsg $args[0] hi -Verbose", _lan.Address(2));
        Assert.Empty(result.AllErrors);
        Assert.Contains(result.Verbose, each => each.Contains("Port " + _lan.Port + " is in use", StringComparison.Ordinal));
        Assert.NotEqual(_lan.Port, peer.ReceivedOf(Wire.SendMessage)[0].From.Port);
    }
}
