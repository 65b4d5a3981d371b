using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Keys;

/// <summary>The key store when processes meet in it, are killed in the middle of it, or find somebody else's things in it.</summary>
public sealed class KeyStoreProcessTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly UserFolder _folder;

    public KeyStoreProcessTests() => _folder = UserFolder.Locate(_temporary["keys"]);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Processes_that_start_together_for_the_first_time_have_the_same_keys()
    {
        var children = Enumerable.Range(0, 3).Select(_ => new ChildProcess("keys", _folder.Path, "0")).ToArray();
        try
        {
            foreach (var child in children)
                Assert.Equal("ready", child.Output.ReadLine());
            foreach (var child in children)
                child.Input.WriteLine();
            string[] keys = [.. children.Select(child => child.Output.ReadLine()!)];
            Assert.All(children, child => Assert.Equal(0, child.WaitForExit()));
            var kept = new OwnKeyStore(_folder, isNamed: true).Open();
            Assert.Equal([kept.Usual!.Public.Fingerprint + " " + kept.Older!.Public.Fingerprint], keys.Distinct());
            Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
        }
        finally
        {
            Array.ForEach(children, child => child.Dispose());
        }
    }

    [Fact]
    public void A_process_that_is_killed_while_it_writes_leaves_whole_keys_behind()
    {
        string? own = null;
        for (int round = 0; round < 6; round++)
        {
            using var child = new ChildProcess("keys", _folder.Path, "20");
            Assert.Equal("ready", child.Output.ReadLine());
            child.Input.WriteLine();
            string keys = child.Output.ReadLine()!;
            Assert.Equal(own ??= keys, keys);
            int until = Random.Shared.Next(1, 60);
            while (until-- > 0)
                child.Output.ReadLine();
            Thread.SpinWait(Random.Shared.Next(0, 200_000));
            child.Kill();
            child.WaitForExit();
            var known = new KnownKeyStore(_folder).Load();
            Assert.InRange(known.Count, 1, 20);
        }
    }

    [Fact]
    public void A_process_that_is_killed_while_it_makes_its_keys_leaves_them_whole_or_not_at_all()
    {
        for (int round = 0; round < 4; round++)
        {
            var folder = UserFolder.Locate(_temporary["keys" + round]);
            using var child = new ChildProcess("keys", folder.Path, "0");
            Assert.Equal("ready", child.Output.ReadLine());
            child.Input.WriteLine();
            // Into the making of keys, or into the writing of them.
            SpinWait.SpinUntil(
                () => round % 2 == 0
                    ? Directory.Exists(folder.Path) : Directory.Exists(folder.Path) && Directory.GetFiles(folder.Path).Length > 0);
            child.Kill();
            child.WaitForExit();
            Assert.NotNull(new OwnKeyStore(folder, isNamed: true).Open().Usual);
        }
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_when_nobody_can_be_writing_it_any_more()
    {
        new OwnKeyStore(_folder, isNamed: true).Open();
        string old = _folder.PathOf("own-key-2048.pem." + Guid.NewGuid().ToString("N") + ".new"),
            fresh = _folder.PathOf("own-key-2048.pem." + Guid.NewGuid().ToString("N") + ".new"), foreign = _folder.PathOf("notes.new");
        foreach (string path in new[] { old, fresh, foreign })
        {
            File.WriteAllText(path, "");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(path == fresh ? 0 : -2));
        }
        new OwnKeyStore(_folder, isNamed: true).Open();
        Assert.Equal([false, true, true], new[] { old, fresh, foreign }.Select(File.Exists));
    }

    [Theory]
    [InlineData("")]
    [InlineData("own-key-2048.pem")]
    [InlineData("known-keys")]
    public void What_belongs_to_another_user_is_not_trusted(string name)
    {
        Assert.SkipUnless(!OperatingSystem.IsWindows() && Environment.UserName == "root", "only root can give files away");
        new OwnKeyStore(_folder, isNamed: true).Open();
        var key = new KnownKey("bob", "BOB-PC", new OwnKeyStore(_folder, isNamed: true).Open().Older!.Public, Capabilities.Rsa1024,
            DateTimeOffset.UnixEpoch, System.Net.IPAddress.Loopback);
        new KnownKeyStore(_folder).Keep(key);
        string path = Path.TrimEndingDirectorySeparator(_folder.PathOf(name));
        Assert.Equal(0, chown(path, 65534, 65534));
        var failure = Assert.Throws<IpMsgException>(
            () => name == "known-keys" ? (object)new KnownKeyStore(_folder).Load() : new OwnKeyStore(_folder, isNamed: true).Open());
        Assert.Equal((IpMsgErrorId.InvalidKeyPath, path), (failure.ErrorId, failure.Target));
        Assert.Contains("nobody", failure.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(failure.Advice));
    }

    [Fact]
    public void Links_to_key_files_are_followed_and_stay_links()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        var first = new OwnKeyStore(_folder, isNamed: true).Open();
        string path = _folder.PathOf("own-key-2048.pem"), secret = _temporary["mounted-secret"];
        File.Move(path, secret);
        File.CreateSymbolicLink(path, secret);
        Assert.Equal(first.Usual!.Public, new OwnKeyStore(_folder, isNamed: true).Open().Usual!.Public);
        Assert.Equal(secret, new FileInfo(path).LinkTarget);
        // One that leads nowhere is no reason for new keys.
        File.Delete(secret);
        var failure = Assert.Throws<IpMsgException>(() => new OwnKeyStore(_folder, isNamed: true).Open());
        Assert.Equal((IpMsgErrorId.InvalidKeyPath, path), (failure.ErrorId, failure.Target));
        Assert.False(File.Exists(secret));
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int chown(string path, uint owner, uint group);
}
