using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Threading;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using Xunit;

namespace IpMsg.Node.Tests.Storage;

/// <summary>
/// An account without a profile, as services have it on Windows: the folder for application data is an empty string there.
/// </summary>
public sealed class NoProfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>It was the folder IpMsg below the current one, so a service had its keys where it was started.</summary>
    [Fact]
    public void The_folder_for_keys_is_neither_relative_nor_one_that_somebody_can_prepare()
    {
        var folder = UserFolder.Locate(null, null, "");
        Assert.True(Path.IsPathRooted(folder.Path));
        Assert.False(folder.Path.StartsWith(Directory.GetCurrentDirectory(), StringComparison.Ordinal));
        Assert.NotEqual(folder.Path, UserFolder.Locate(null, null, "").Path);
        Assert.Throws<DirectoryNotFoundException>(folder.Create);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void A_named_folder_is_enough()
    {
        Assert.Equal(_folder["keys"], UserFolder.Locate(_folder["keys"], null, "").Path);
        Assert.Equal(_folder["keys"], UserFolder.Locate(null, _folder["keys"], "").Path);
        UserFolder.Locate(null, _folder["keys"], "").Create();
        Assert.Equal(
            Path.Combine(_folder["data"], "history", "user-system"), HistoryFolder.Find(_folder["data"], null, "SYSTEM", ""));
    }

    [Fact]
    public void Keys_last_as_long_as_the_process_and_the_reason_is_known()
    {
        var folder = UserFolder.Locate(null, null, "");
        var store = new OwnKeyStore(folder, isNamed: false);
        var own = store.Open().Usual!;
        Assert.IsType<DirectoryNotFoundException>(store.Problem);
        using var writer = new KnownKeyWriter(new KnownKeyStore(folder), static (_, _) => { });
        writer.Keep(new KnownKey("bob", "BOB-PC", own.Public, Capabilities.Rsa2048, DateTimeOffset.UnixEpoch, IPAddress.Loopback));
        writer.Dispose();
        Assert.NotNull(writer.Failure);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void Packet_numbers_are_those_of_the_process()
    {
        using var numbers = new SharedPacketNumbers(UserFolder.Locate(null, null, "").PathOf("packet-number"));
        Assert.False(numbers.IsShared);
        Assert.NotEqual(numbers.Next(NodeClock.Now), numbers.Next(NodeClock.Now));
    }

    [Fact]
    public void Messages_have_no_folder() =>
        Assert.Throws<DirectoryNotFoundException>(() => HistoryFolder.Find(null, null, "SYSTEM", ""));

    /// <summary>Windows encrypts nothing for an account whose profile is not loaded. The listener did not start then.</summary>
    [Fact]
    public void Keys_that_Windows_does_not_encrypt_last_as_long_as_the_process_unless_the_folder_was_named()
    {
        var folder = UserFolder.Locate(_folder["keys"]);
        var store = new OwnKeyStore(folder, isNamed: false, static _ => throw new CryptographicException("no profile"));
        Assert.NotNull(store.Open().Usual);
        Assert.Equal("no profile", store.Problem!.Message);
        Assert.Empty(Directory.GetFiles(folder.Path));
        var named = new OwnKeyStore(folder, isNamed: true, static _ => throw new CryptographicException("no profile"));
        Assert.Equal(IpMsgErrorId.InvalidKeyPath, Assert.Throws<IpMsgException>(named.Open).ErrorId);
    }

    [Theory]
    [InlineData("SYSTEM", "user-system")]
    [InlineData("NETWORK SERVICE", "user-network%0020service")]
    [InlineData("BUILD-PC$", "user-build-pc%0024")]
    public void The_accounts_of_services_are_members_like_others(string account, string folder)
    {
        Assert.Equal(folder, HistoryFolder.SafeName(account));
        using var other = Start("other", 2, 3, 0);
        using var service = Start(account, 3, 2, other.LocalEndPoint.Port);
        Assert.True(SpinWait.SpinUntil(() => other.Members.Find(service.LocalEndPoint) is not null, TimeSpan.FromSeconds(30)));
        var member = other.Members.Find(service.LocalEndPoint)!;
        Assert.Equal(account, member.NickName);
        Assert.Equal(account, member.UserName.Split("-<").First());
    }

    private MemberNode Start(string account, int host, int target, int port) => MemberNode.Start(new NodeOptions
    {
        UserName = account,
        Address = IPAddress.Parse("127.0.0." + host),
        Port = port,
        BroadcastTargets = port == 0 ? [] : [new IPEndPoint(IPAddress.Parse("127.0.0." + target), port)],
        KeyPath = _folder["keys-" + host],
    });
}
