using System;
using System.IO;
using System.Management.Automation;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using Xunit;

namespace IpMsg.PowerShell.Tests.Encryption;

/// <summary>The key folder as users meet it: shared by their sessions, somebody else's, or not to be written to.</summary>
[Collection("Alone")]
public sealed class KeyFolderTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly string _root = Directory.CreateTempSubdirectory("ipmsg-folder-").FullName;

    public void Dispose()
    {
        _lan.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private string Keys => Path.Combine(_root, "keys");

    [Fact]
    public void A_key_that_is_forgotten_in_one_session_is_forgotten_in_the_others_of_the_user()
    {
        PsSession first = _lan.Session(), second = _lan.Session();
        var listener = Listen(first, 1);
        Listen(second, 2);
        Pin(listener, "bob");
        Assert.Equal("bob", second.One<IpMsgKey>("Get-IpMsgKey").UserName);
        second.Run("Get-IpMsgKey bob | Remove-IpMsgKey -Confirm:$false");
        Assert.Empty(first.Run("Get-IpMsgKey"));
        Assert.Empty(Directory.GetFiles(Path.Combine(Keys, "known-keys")));
    }

    [Fact]
    public void A_key_that_cannot_be_stored_is_an_error_of_the_import_and_a_property_of_the_listener()
    {
        var session = _lan.Session();
        var listener = Listen(session, 1);
        Pin(listener, "bob");
        string file = Path.Combine(_root, "public.keys");
        session.Run("$null = Get-IpMsgKey -ExportPath $args[0]; Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false", file);
        Directory.Delete(Path.Combine(Keys, "known-keys"));
        File.WriteAllText(Path.Combine(Keys, "known-keys"), "in the way");
        ErrorTests.Clear(session.Fails("InvalidKeyPath", "$null = Get-IpMsgKey -ImportPath $args[0]", file), ErrorCategory.WriteError);
        Assert.NotNull(listener.KeyFailure);
        Assert.Equal("bob", session.One<IpMsgKey>("Get-IpMsgKey").UserName);
        File.Delete(Path.Combine(Keys, "known-keys"));
        session.Run("Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false; $null = Get-IpMsgKey -ImportPath $args[0]", file);
        Assert.Null(listener.KeyFailure);
    }

    [Fact]
    public void Keys_that_end_with_the_session_are_warned_of()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the folder cannot be moved by a variable there");
        string blocked = Path.Combine(_root, "file");
        File.WriteAllText(blocked, "");
        using var home = new EnvironmentVariable("XDG_DATA_HOME", blocked);
        using var path = new EnvironmentVariable("IPMSG_KEYPATH", null);
        var result = _lan.Session().Try("Start-IpMsgListener -Silent" + _lan.At(1));
        Assert.Empty(result.AllErrors);
        Assert.Contains("-KeyPath", Assert.Single(result.Warnings), StringComparison.Ordinal);
        // One that starts by itself as well, for its key is given to others.
        using var port = new EnvironmentVariable("IPMSG_PORT", "0");
        result = _lan.Session().Try("$null = Send-IpMsg " + _lan.EndPoint(3) + " hello -TimeoutSec 0.2");
        Assert.Contains("Keys cannot be stored", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Contains("nothing was sent", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_keys_that_end_with_the_session_do_not_when_others_can_be_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the folder cannot be moved by a variable there");
        string blocked = Path.Combine(_root, "file");
        File.WriteAllText(blocked, "");
        using var home = new EnvironmentVariable("XDG_DATA_HOME", blocked);
        using var path = new EnvironmentVariable("IPMSG_KEYPATH", null);
        var session = _lan.Session();
        session.Try("Start-IpMsgListener -Silent" + _lan.At(1));
        var listener = session.One<IpMsgListener>("Get-IpMsgListener");
        File.Delete(blocked);
        Pin(listener, "bob");
        Assert.Null(listener.Node.Keys.WaitForWrites());
        Assert.Empty(session.Try("Get-IpMsgKey | Remove-IpMsgKey -Confirm:$false").AllErrors);
        Assert.Empty(session.Run("Get-IpMsgKey"));
        Assert.NotNull(listener.KeyFailure);
    }

    [Theory]
    [InlineData("own-key-2048.pem")]
    [InlineData("known-keys/0123.json")]
    public void A_damaged_file_is_named_with_the_way_out_and_stays_as_it_is(string name)
    {
        var session = _lan.Session();
        Listen(session, 1);
        session.Run("Stop-IpMsgListener");
        string path = Path.GetFullPath(name, Keys);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "damaged");
        var error = session.Fails("KeyStoreDamaged", "Start-IpMsgListener" + _lan.At(1) + "-KeyPath $args[0]", Keys);
        ErrorTests.Clear(error, ErrorCategory.InvalidData);
        Assert.Equal(path, error.TargetObject);
        Assert.Contains(path, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("backup", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("damaged", File.ReadAllText(path));
        session.Run("if (Get-IpMsgListener) { throw }");
    }

    private static void Pin(IpMsgListener listener, string user)
    {
        Assert.True(listener.Node.Keys.Pin(
            new KnownKey(user, "PC", LegacyMember.Key, Capabilities.Rsa1024, default, System.Net.IPAddress.Loopback)));
        listener.Node.Keys.WaitForWrites();
    }

    private IpMsgListener Listen(PsSession session, int host)
    {
        var listener = _lan.Listen(session, host, "-Silent -KeyPath '" + Keys + "'");
        Assert.Null(listener.KeyFailure);
        return listener;
    }
}
