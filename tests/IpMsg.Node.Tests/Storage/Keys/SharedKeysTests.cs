using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Tests.Support;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using Xunit;

namespace IpMsg.Node.Tests.Storage.Keys;

/// <summary>
/// Processes of one user share what they know of keys: the first pin counts for all, and so does what the user decides in one of them.
/// </summary>
public sealed class SharedKeysTests : IDisposable
{
    private static readonly PublicKey[] s_keys = [.. Enumerable.Range(0, 4).Select(_ => PrivateKey.Generate(512).Public)];

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    private KnownKeyStore Store => new(UserFolder.Locate(_temporary["keys"]));

    private string KnownFile => Assert.Single(Directory.GetFiles(_temporary[Path.Combine("keys", "known-keys")]));

    private static KnownKey Bob(int key, int minute = 0) =>
        new("bob", "BOB-PC", s_keys[key], Capabilities.Rsa1024, new DateTimeOffset(2026, 1, 5, 9, minute, 0, TimeSpan.Zero),
            IPAddress.Loopback);

    [Fact]
    [Rule(72)]
    public void R72_of_two_that_pin_different_keys_the_first_counts_and_both_know_of_the_other()
    {
        KnownKeyStore first = Store, second = Store;
        Assert.Equal(Bob(0), first.Keep(Bob(0)));
        var known = second.Keep(Bob(1, minute: 2));
        var expected = Bob(0) with
        {
            Differing = s_keys[1],
            DifferingCapabilities = Bob(1).Capabilities,
            DifferedAt = Bob(1, minute: 2).FirstSeenAt,
            DifferedFrom = IPAddress.Loopback,
        };
        Assert.Equal(expected, known);
        Assert.Equal(known, Assert.Single(first.Changes().Learnt));
        Assert.Equal(known, Assert.Single(Store.Load()));
        // What the second still believes to have pinned does not come back.
        Assert.Equal(known, second.Keep(Bob(1, minute: 2) with { Capabilities = Capabilities.None }));
    }

    [Fact]
    [Rule(72)]
    public async Task R72_of_many_that_pin_at_once_one_counts()
    {
        var known = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Store.Keep(Bob(i % 4, minute: i % 4)))));
        var kept = Assert.Single(Store.Load());
        Assert.True(kept.HasChanged);
        Assert.All(known, each => Assert.Equal(kept.Key, each!.Key));
    }

    [Fact]
    public void What_one_forgets_the_others_forget_and_do_not_bring_back()
    {
        KnownKeyStore first = Store, second = Store;
        first.Keep(Bob(0));
        Assert.Equal(Bob(0), Assert.Single(second.Load()));
        first.Remove(Bob(0));
        Assert.Null(second.Keep(Bob(0) with { Capabilities = Capabilities.None }));
        Assert.Empty(Store.Load());

        first.Keep(Bob(0));
        Assert.Equal(Bob(0), Assert.Single(second.Changes().Learnt));
        first.Remove(Bob(0));
        var (learnt, forgotten) = second.Changes();
        Assert.Equal((0, Bob(0)), (learnt.Count, Assert.Single(forgotten)));
        NothingNew(second);
        second.Remove(Bob(0));
    }

    [Fact]
    public void A_key_that_was_accepted_in_one_counts_in_the_others()
    {
        KnownKeyStore first = Store, second = Store;
        var blocked = Bob(0) with { Differing = s_keys[1], DifferedAt = Bob(0).FirstSeenAt, DifferedFrom = IPAddress.Loopback };
        first.Keep(Bob(0));
        first.Keep(blocked);
        second.Load();
        first.Remove(blocked);
        first.Keep(Bob(1, minute: 5));
        Assert.Equal(Bob(1, minute: 5), second.Keep(blocked with { Capabilities = Capabilities.None }));
        // The old one may have been the right one.
        first.Remove(Bob(1));
        first.Keep(Bob(0, minute: 6));
        Assert.Equal(Bob(0, minute: 6), Assert.Single(second.Changes().Learnt));
        Assert.Equal(Bob(0, minute: 6), second.Keep(blocked));
    }

    [Fact]
    public void That_a_key_has_changed_is_not_lost_to_one_that_has_not_seen_it()
    {
        KnownKeyStore first = Store, second = Store;
        first.Keep(Bob(0));
        second.Load();
        var changed = Bob(0) with { Differing = s_keys[1], DifferedAt = Bob(0).FirstSeenAt, DifferedFrom = IPAddress.Loopback };
        first.Keep(changed);
        Assert.Equal(changed with { Capabilities = Capabilities.None }, second.Keep(Bob(0) with { Capabilities = Capabilities.None }));
        Assert.True(Assert.Single(Store.Load()).HasChanged);
    }

    [Fact]
    public void A_file_that_is_damaged_meanwhile_changes_nothing_for_those_who_know_the_key()
    {
        KnownKeyStore first = Store, second = Store;
        first.Keep(Bob(0));
        second.Load();
        File.WriteAllText(KnownFile, "damaged");
        NothingNew(second);
        Assert.Equal(IpMsgErrorId.KeyStoreDamaged,
            Assert.Throws<IpMsgException>(() => second.Keep(Bob(0) with { Capabilities = Capabilities.None })).ErrorId);
        Assert.Equal("damaged", File.ReadAllText(KnownFile));
        Directory.Delete(_temporary["keys"], recursive: true);
        NothingNew(second);
    }

    [Fact]
    public void Nodes_that_run_at_the_same_time_hear_of_each_others_keys()
    {
        using MemberNode first = Node(), second = Node();
        Assert.True(first.Keys.Pin(Bob(0)));
        first.Keys.WaitForWrites();
        second.Keys.Refresh();
        Assert.Equal(s_keys[0], second.Keys.Find("bob", "BOB-PC")?.Key);
        Assert.True(first.Keys.Forget("bob", "BOB-PC"));
        first.Keys.WaitForWrites();
        second.Keys.Refresh();
        Assert.Null(second.Keys.Find("bob", "BOB-PC"));

        // Neither has heard of the other's: who is second finds out when it keeps its own.
        Assert.True(first.Keys.Pin(Bob(0)));
        first.Keys.WaitForWrites();
        Assert.True(second.Keys.Pin(Bob(1)));
        second.Keys.WaitForWrites();
        Assert.Equal((s_keys[0], s_keys[1]), second.Keys.Find("bob", "BOB-PC") is { } known ? (known.Key, known.Differing) : default);
    }

    [Fact]
    public void A_node_that_cannot_keep_keys_says_so_and_goes_on()
    {
        using var node = Node();
        Assert.Null(node.Keys.Failure);
        File.WriteAllText(_temporary[Path.Combine("keys", "known-keys")], "in the way");
        Assert.True(node.Keys.Pin(Bob(0)));
        node.Keys.WaitForWrites();
        Assert.NotNull(node.Keys.Failure);
        Assert.NotNull(node.Keys.Find("bob", "BOB-PC"));
        File.Delete(_temporary[Path.Combine("keys", "known-keys")]);
        Assert.True(node.Keys.Pin(Bob(0) with { HostName = "OTHER" }));
        node.Keys.WaitForWrites();
        Assert.Null(node.Keys.Failure);
    }

    private static void NothingNew(KnownKeyStore store)
    {
        var (learnt, forgotten) = store.Changes();
        Assert.Empty(learnt);
        Assert.Empty(forgotten);
    }

    private MemberNode Node() =>
        MemberNode.Start(new NodeOptions { Address = IPAddress.Loopback, Port = 0, IsSilent = true, KeyPath = _temporary["keys"] });
}
