using System;
using System.IO;
using System.Linq;
using System.Net;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Keys;

/// <summary>A key folder on a full disk: nothing half, nothing lost, and said so.</summary>
public sealed class FullKeyDiskTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly SmallDisk _disk;
    private readonly UserFolder _folder;

    public FullKeyDiskTests()
    {
        Directory.CreateDirectory(_temporary["disk"]);
        _disk = new SmallDisk(_temporary["disk"]);
        _folder = UserFolder.Locate(_temporary[Path.Combine("disk", "keys")]);
    }

    public void Dispose()
    {
        _disk.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public void Own_keys_that_do_not_fit_are_an_error_or_end_with_the_process_and_nothing_of_them_is_left()
    {
        _disk.Fill();
        var failure = Assert.Throws<IpMsgException>(() => new OwnKeyStore(_folder, isNamed: true).Open());
        Assert.Equal(IpMsgErrorId.InvalidKeyPath, failure.ErrorId);
        Assert.Contains("space", failure.Message, StringComparison.Ordinal);
        var store = new OwnKeyStore(_folder, isNamed: false);
        var keys = store.Open();
        Assert.NotNull(store.Problem);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        File.Delete(_disk.Ballast);
        Assert.NotEqual(keys.Usual!.Public, new OwnKeyStore(_folder, isNamed: false).Open().Usual!.Public);
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Known_keys_stay_as_they_were_when_what_is_new_does_not_fit()
    {
        var key = new KnownKey("bob", "BOB-PC", PrivateKey.Generate(1024).Public, Capabilities.Rsa1024, DateTimeOffset.UnixEpoch,
            IPAddress.Loopback);
        var store = new KnownKeyStore(_folder);
        store.Keep(key);
        _disk.Fill();
        Assert.ThrowsAny<IOException>(() => store.Keep(key with { Capabilities = Capabilities.None }));
        Assert.ThrowsAny<IOException>(() => store.Keep(key with { HostName = "OTHER" }));
        Assert.Equal(key, Assert.Single(new KnownKeyStore(_folder).Load()));
        Assert.Single(Directory.GetFiles(_folder.PathOf("known-keys")));
        store.Remove(key);
        Assert.Empty(new KnownKeyStore(_folder).Load());
        File.Delete(_disk.Ballast);
        store.Keep(key with { HostName = "OTHER" });
        Assert.Equal("OTHER", Assert.Single(new KnownKeyStore(_folder).Load()).HostName);
    }
}
