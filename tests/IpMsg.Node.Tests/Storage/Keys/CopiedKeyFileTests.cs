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

/// <summary>Files that programs for synchronisation and backup leave beside those of the known keys.</summary>
public sealed class CopiedKeyFileTests : IDisposable
{
    private static readonly PublicKey s_first = PrivateKey.Generate(512).Public, s_second = PrivateKey.Generate(512).Public;

    private readonly TemporaryFolder _temporary = new();
    private readonly UserFolder _folder;
    private readonly string _original;

    public CopiedKeyFileTests()
    {
        _folder = UserFolder.Locate(_temporary["keys"]);
        _folder.Create();
        new KnownKeyStore(_folder).Keep(Key(s_first));
        _original = Directory.GetFiles(_folder.PathOf("known-keys")).Single();
    }

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(" (1)")]
    [InlineData("-conflict")]
    public void A_copy_of_the_same_key_is_not_counted_twice(string suffix)
    {
        File.Copy(_original, CopyPath(suffix));
        Assert.Equal([Key(s_first)], new KnownKeyStore(_folder).Load());
    }

    [Theory]
    [InlineData("0 ")]
    [InlineData("zz ")]
    public void A_copy_with_another_key_is_refused_with_the_names_of_both_files(string prefix)
    {
        WriteCopy(prefix + "conflict", s_second);
        var refused = Assert.Throws<IpMsgException>(() => new KnownKeyStore(_folder).Load());
        Assert.Equal(IpMsgErrorId.KeyStoreDamaged, refused.ErrorId);
        Assert.Contains(_original, refused.Message);
        Assert.Contains("conflict", refused.Message);
    }

    [Fact]
    public void A_copy_that_appears_while_a_session_runs_does_not_change_what_it_knows()
    {
        var store = new KnownKeyStore(_folder);
        store.Load();
        WriteCopy("conflict", s_second);
        var (learnt, forgotten) = store.Changes();
        Assert.Empty(learnt);
        Assert.Empty(forgotten);
    }

    [Fact]
    public void A_file_that_was_renamed_still_counts()
    {
        File.Move(_original, CopyPath("-renamed"));
        Assert.Equal([Key(s_first)], new KnownKeyStore(_folder).Load());
    }

    [Fact]
    public void A_key_that_is_forgotten_does_not_come_back_from_a_copy()
    {
        File.Copy(_original, CopyPath(" (1)"));
        new KnownKeyStore(_folder).Remove(Key(s_first));
        Assert.Empty(new KnownKeyStore(_folder).Load());
    }

    private static KnownKey Key(PublicKey key) =>
        new("bob", "BOB-PC", key, Capabilities.Rsa1024, DateTimeOffset.UnixEpoch, IPAddress.Loopback);

    private string CopyPath(string suffix) => _original.Replace(".json", suffix + ".json", StringComparison.Ordinal);

    private void WriteCopy(string name, PublicKey key) =>
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(_original)!, name + ".json"), KnownKeyFile.Write(Key(key)));
}
