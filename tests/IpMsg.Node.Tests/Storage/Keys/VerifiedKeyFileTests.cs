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

/// <summary>What the user has verified is stored with the key, for all processes; files of older and newer versions are read.</summary>
public sealed class VerifiedKeyFileTests : IDisposable
{
    private static readonly PublicKey[] s_keys = [.. Enumerable.Range(0, 2).Select(_ => PrivateKey.Generate(512).Public)];

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private KnownKeyStore Store => new(UserFolder.Locate(_temporary["keys"]));

    private string KnownFile => Assert.Single(Directory.GetFiles(_temporary[Path.Combine("keys", "known-keys")]));

    private static KnownKey Bob => new("bob", "BOB-PC", s_keys[0], Capabilities.Rsa1024,
        new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero), IPAddress.Loopback);

    [Fact]
    public void Everything_that_is_known_of_a_key_is_stored()
    {
        var known = Bob with
        {
            NickName = "Bob \u2028 \u0001",
            VerifiedAt = Bob.FirstSeenAt.AddDays(1),
            Differing = s_keys[1],
            DifferingCapabilities = Capabilities.Rsa1024 | Capabilities.Blowfish128,
            DifferedAt = Bob.FirstSeenAt.AddDays(2),
            DifferedFrom = IPAddress.IPv6Loopback,
            DifferedNickName = "鈴木",
            ConfirmedAt = Bob.FirstSeenAt.AddDays(3),
            SignedAt = Bob.FirstSeenAt.AddDays(4),
        };
        Store.Keep(known);
        Assert.Equal(known, Assert.Single(Store.Load()));
    }

    [Fact]
    public void What_two_processes_have_learned_of_a_member_is_stored_together()
    {
        var (one, other) = (Store, Store);
        one.Keep(Bob);
        other.Load();
        one.Keep(Bob with { ConfirmedAt = Bob.FirstSeenAt.AddDays(1) });
        other.Keep(Bob with { SignedAt = Bob.FirstSeenAt.AddDays(2) });
        var known = Bob with { ConfirmedAt = Bob.FirstSeenAt.AddDays(1), SignedAt = Bob.FirstSeenAt.AddDays(2) };
        Assert.Equal(known, Assert.Single(Store.Load()));
        Assert.Equal((false, true), (Bob.IsEstablished, known.IsEstablished));
    }

    [Fact]
    public void A_file_of_an_older_version_has_no_verified_key_and_one_of_a_newer_version_is_read()
    {
        Store.Keep(Bob);
        string old = File.ReadAllText(KnownFile);
        Assert.DoesNotContain("VerifiedAt", old, StringComparison.Ordinal);
        Assert.DoesNotContain("NickName", old, StringComparison.Ordinal);
        Assert.Equal((Bob, false), (Assert.Single(Store.Load()), Assert.Single(Store.Load()).IsVerified));
        File.WriteAllText(KnownFile, old.Replace("{", "{\"AddedLater\":{\"By\":[1,null]},\"VerifiedAt\":\"2026-02-03T04:05:06Z\",",
            StringComparison.Ordinal));
        Assert.Equal(Bob with { VerifiedAt = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero) }, Assert.Single(Store.Load()));
        // A damaged time does not verify anything.
        File.WriteAllText(KnownFile, old.Replace("{", "{\"VerifiedAt\":\"yesterday\",", StringComparison.Ordinal));
        Assert.Equal(Bob, Assert.Single(Store.Load()));
    }

    [Fact]
    [Rule(72)]
    public void R72_what_is_verified_in_one_process_is_verified_in_all()
    {
        using MemberNode first = Node(), second = Node();
        Assert.True(first.Keys.Pin(Bob));
        Assert.Null(first.Keys.WaitForWrites());
        second.Keys.Refresh();
        Assert.True(second.Keys.Find("bob", "BOB-PC")!.IsVerified);
        Assert.True(second.Keys.Forget("bob", "BOB-PC"));
        Assert.Null(second.Keys.WaitForWrites());
        first.Keys.Refresh();
        Assert.Null(first.Keys.Find("bob", "BOB-PC"));
    }

    [Fact]
    [Rule(72)]
    public void R72_the_key_that_was_compared_replaces_the_other_one_for_all_processes()
    {
        var changed = Bob with
        {
            Differing = s_keys[1],
            DifferingCapabilities = Capabilities.Rsa1024,
            DifferedAt = Bob.FirstSeenAt.AddDays(2),
            DifferedFrom = IPAddress.Loopback,
        };
        Store.Keep(changed);
        using MemberNode first = Node(), second = Node();
        var verified = first.Keys.Verify(first.Keys.Find("bob", "BOB-PC")!, s_keys[1]);
        Assert.Equal((s_keys[1], true), (verified!.Key, verified.IsVerified));
        Assert.Null(first.Keys.WaitForWrites());
        second.Keys.Refresh();
        Assert.Equal(verified, second.Keys.Find("bob", "BOB-PC"));
        // What the second process compared before is no longer pinned.
        Assert.Null(second.Keys.Verify(changed, s_keys[0]));
    }

    private MemberNode Node() =>
        MemberNode.Start(new NodeOptions { Address = IPAddress.Loopback, Port = 0, IsSilent = true, KeyPath = _temporary["keys"] });
}
