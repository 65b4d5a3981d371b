using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Keys;

/// <summary>Keys on disk: for their user alone, made once, never half, and never silently replaced.</summary>
public sealed class KeyStoreTests : IDisposable
{
    private const string Usual = "own-key-2048.pem", Older = "own-key-1024.pem";

    private static readonly Lazy<PrivateKey> s_key = new(() => PrivateKey.Generate(1024));

    private readonly TemporaryFolder _temporary = new();
    private readonly UserFolder _folder;

    public KeyStoreTests() => _folder = UserFolder.Locate(_temporary["keys"]);

    public void Dispose() => _temporary.Dispose();

    private static KnownKey Bob => new("bob", "BOB-PC", s_key.Value.Public, (Capabilities)0x01820002,
        new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), IPAddress.Loopback);

    private string KnownFile => Assert.Single(Directory.GetFiles(_folder.PathOf("known-keys")));

    [Fact]
    public void Own_keys_are_made_once_and_are_the_same_ever_after()
    {
        var first = Open();
        var second = Open();
        Assert.Equal((2048, 1024), (first.Usual!.Public.Bits, first.Older!.Public.Bits));
        Assert.Equal((first.Usual.Public, first.Older.Public), (second.Usual!.Public, second.Older!.Public));
        Assert.Equal([Older, Usual], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Key_files_and_their_folder_are_for_the_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes are a Unix thing");
        if (OperatingSystem.IsWindows())
            return;
        Open();
        new KnownKeyStore(_folder).Keep(Bob);
        const UnixFileMode File0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(File0600 | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
        Assert.Equal(File0600 | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.PathOf("known-keys")));
        foreach (string each in new[] { _folder.PathOf(Usual), _folder.PathOf(Older), KnownFile })
            Assert.Equal(File0600, File.GetUnixFileMode(each));

        // Copied from elsewhere, where everybody could read it.
        File.SetUnixFileMode(_folder.PathOf(Usual), File0600 | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Open();
        Assert.Equal(File0600, File.GetUnixFileMode(_folder.PathOf(Usual)));
    }

    [Fact]
    public async Task Those_who_start_together_for_the_first_time_have_the_same_keys()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Open)));
        Assert.Single(keys.Select(each => (each.Usual!.Public, each.Older!.Public)).Distinct());
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
        Assert.Equal(keys[0].Usual!.Public, Open().Usual!.Public);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("half")]
    [InlineData("other size")]
    public void A_damaged_own_key_is_an_error_and_stays_as_it_is(string content)
    {
        Open();
        string path = _folder.PathOf(Usual);
        if (content == "half")
            content = File.ReadAllText(path)[..700];
        else if (content == "other size")
            content = File.ReadAllText(_folder.PathOf(Older));
        File.WriteAllText(path, content);
        var failure = Assert.Throws<IpMsgException>(() => Open());
        Assert.Equal((IpMsgErrorId.KeyStoreDamaged, path), (failure.ErrorId, failure.Target));
        Assert.False(string.IsNullOrEmpty(failure.Advice));
        Assert.Equal(content, File.ReadAllText(path));
        // A node says so as well, and binds nothing.
        failure = Assert.Throws<IpMsgException>(() => MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Loopback,
            Port = 0,
            KeyPath = _folder.Path,
            IsSilent = true,
        }));
        Assert.Equal(IpMsgErrorId.KeyStoreDamaged, failure.ErrorId);
        using var without = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Loopback,
            Port = 0,
            KeyPath = _folder.Path,
            IsSilent = true,
            Encryption = EncryptionPolicy.Off,
        });
        Assert.Null(without.Settings.Keys);
    }

    [Fact]
    public void What_a_crash_left_of_a_file_is_not_taken_for_it()
    {
        _folder.Create();
        File.WriteAllText(_folder.PathOf(Usual + ".0123.new"), "-----BEGIN RSA");
        var keys = Open();
        new KnownKeyStore(_folder).Keep(Bob);
        File.WriteAllText(KnownFile + ".0123.new", "{\"UserName\":");
        Assert.Equal(keys.Usual!.Public, Open().Usual!.Public);
        Assert.Equal(Bob, Assert.Single(new KnownKeyStore(_folder).Load()));
        new KnownKeyStore(_folder).Keep(Bob with { HostName = "BOB-PC" });
        Assert.Equal(Bob, Assert.Single(new KnownKeyStore(_folder).Load()));
    }

    [Fact]
    public void Where_nothing_can_be_written_keys_live_as_long_as_the_process_unless_the_folder_was_named()
    {
        File.WriteAllText(_temporary["file"], "");
        var folder = UserFolder.Locate(_temporary[Path.Combine("file", "keys")]);
        var keys = new OwnKeyStore(folder, isNamed: false).Open();
        Assert.NotNull(keys.Usual);
        Assert.NotEqual(keys.Usual.Public, new OwnKeyStore(folder, isNamed: false).Open().Usual!.Public);
        var failure = Assert.Throws<IpMsgException>(() => new OwnKeyStore(folder, isNamed: true).Open());
        Assert.Equal(IpMsgErrorId.InvalidKeyPath, failure.ErrorId);
        Assert.False(string.IsNullOrEmpty(failure.Advice));
        // What is learnt there is known until the process ends.
        using var writer = new KnownKeyWriter(new KnownKeyStore(folder), (_, _) => { });
        writer.Keep(Bob);
        writer.Dispose();
        Assert.NotNull(writer.Failure);
    }

    [Fact]
    public void Known_keys_come_back_as_they_were()
    {
        var store = new KnownKeyStore(_folder);
        Assert.Empty(store.Load());
        var changed = Bob with
        {
            UserName = "чужой\\/:",
            HostName = new string('x', 300),
            Differing = PrivateKey.Generate(1024).Public,
            DifferedAt = Bob.FirstSeenAt.AddDays(1),
            DifferedFrom = IPAddress.IPv6Loopback,
        };
        store.Keep(Bob);
        store.Keep(changed);
        Assert.Equal([Bob, changed], new KnownKeyStore(_folder).Load().OrderBy(each => each.HostName.Length));
        store.Keep(Bob with { Capabilities = Capabilities.None });
        Assert.Equal(2, store.Load().Count);
        store.Remove(Bob with { UserName = "BOB", HostName = "bob-pc" });
        Assert.Equal(changed, Assert.Single(store.Load()));
    }

    [Fact]
    public void Names_of_all_kinds_come_back_so_that_no_stranger_can_damage_the_store()
    {
        var store = new KnownKeyStore(_folder);
        var names = Enumerable.Range(0, 0x300).Select(i => "a" + (char)i)
            .Concat(["\uFFFE", "\uFFFF", "😀", "\u2028\u2029", "\"\\/</>&", new string('z', 5_000)]).ToList();
        for (int i = 0; i < names.Count; i++)
            store.Keep(Bob with { UserName = names[i], HostName = names[i] + "-" + i, FirstSeenFrom = IPAddress.Parse("fe80::1%3") });
        var loaded = store.Load();
        Assert.Empty(names.Select((name, i) => (name, name + "-" + i)).Except(loaded.Select(each => (each.UserName, each.HostName))));
        Assert.Equal(names.Count, loaded.Count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{", "x{")]
    [InlineData("\"bob\"", "\"\"")]
    [InlineData("\"Modulus\":\"", "\"Modulus\":\"?")]
    [InlineData("\"Exponent\":65537", "\"Exponent\":0")]
    [InlineData("\"DifferingModulus\":\"", "\"DifferingModulus\":\"?")]
    [InlineData("127.0.0.1", "127.0.0.1.9")]
    public void A_damaged_known_key_is_an_error_and_not_a_member_without_a_key(string from, string to)
    {
        new KnownKeyStore(_folder).Keep(Bob with { Differing = Bob.Key, DifferedAt = Bob.FirstSeenAt, DifferedFrom = IPAddress.Loopback });
        string text = File.ReadAllText(KnownFile);
        File.WriteAllText(KnownFile, from.Length == 0 ? "" : text.Replace(from, to, StringComparison.Ordinal));
        Assert.NotEqual(text, File.ReadAllText(KnownFile));
        var failure = Assert.Throws<IpMsgException>(() => new KnownKeyStore(_folder).Load());
        Assert.Equal((IpMsgErrorId.KeyStoreDamaged, KnownFile), (failure.ErrorId, failure.Target));
        Assert.False(string.IsNullOrEmpty(failure.Advice));
    }

    [Fact]
    public void A_keeper_writes_in_order_and_all_before_it_ends()
    {
        var store = new KnownKeyStore(_folder);
        using (var writer = new KnownKeyWriter(store, (_, _) => { }))
        {
            for (int i = 0; i < 50; i++)
            {
                writer.Keep(Bob with { Capabilities = (Capabilities)i });
                writer.Keep(Bob with { HostName = "PC-" + i });
                if (i % 2 == 0)
                    writer.Forget(Bob with { HostName = "PC-" + i });
            }
        }
        var keys = store.Load();
        Assert.Equal(26, keys.Count);
        Assert.Equal(49u, (uint)keys.Single(each => each.HostName == "BOB-PC").Capabilities);
        Assert.DoesNotContain(Directory.GetFiles(_folder.PathOf("known-keys")), each => each.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_public_keys_goes_there_and_back_and_holds_nothing_secret()
    {
        string path = _temporary["public.keys"];
        PublicKeyFile.Write(path, [Bob, Bob with { HostName = "B2" }]);
        Assert.Equal([Bob, Bob with { HostName = "B2" }], PublicKeyFile.Read(path));
        File.AppendAllText(path, "\n\nnothing\n");
        var failure = Assert.Throws<IpMsgException>(() => PublicKeyFile.Read(path));
        Assert.Equal((IpMsgErrorId.InvalidKeyFile, path), (failure.ErrorId, failure.Target));
        Assert.DoesNotContain("PRIVATE", Encoding.UTF8.GetString(File.ReadAllBytes(path)), StringComparison.Ordinal);
        Assert.Equal(IpMsgErrorId.InvalidKeyFile, Assert.Throws<IpMsgException>(() => PublicKeyFile.Read(_temporary["none"])).ErrorId);
    }

    private OwnKeys Open() => new OwnKeyStore(_folder, isNamed: true).Open();
}
