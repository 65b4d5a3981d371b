using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>Keys under invented names neither evict those of members nor keep out those of newcomers (R72).</summary>
public sealed class PinSharesTests
{
    private const uint Ask = 0x72;

    private static readonly string s_key =
        WriterOutput.Text(new PublicKeyAnswer((Capabilities)EncryptionPeer.Full, EncryptionFixture.Stranger.Public).Write);

    private readonly EncryptionFixture _fixture = new();
    private int _forged;

    [Fact]
    [Rule(72)]
    public void R72_a_newcomer_is_pinned_although_strangers_have_taken_all_places()
    {
        ForgeFromMany(PinShares.MaxUnproved + 100);
        Assert.Equal(PinShares.MaxUnproved, _fixture.Machine.KnownKeys.Count());
        var alice = new EncryptionPeer(_fixture, 2, "alice", TestKeys.OfAlice);
        alice.Speaks(Ask, "65920006\0");
        Assert.Equal(TestKeys.Alice.Public, _fixture.Known()!.Key);
        Assert.DoesNotContain(_fixture.Known(), _fixture.Machine.KnownKeys);
        // With its first message it is kept.
        Assert.True(alice.IsConfirmed(alice.Writes("hello")));
        Assert.Equal(SignatureStatus.Valid, _fixture.Machine.Inbox.Waiting.Last().Envelope!.Signature);
        Assert.Contains(_fixture.Known(), _fixture.Machine.KnownKeys);
        Assert.Equal(_fixture.Known(), _fixture.Node.Told.Select(each => each.Event).OfType<KeyKept>().Last().Key);
    }

    [Fact]
    [Rule(72)]
    public void R72_a_key_without_a_place_is_known_until_4096_others_have_come_and_kept_ones_stay()
    {
        var alice = _fixture.Alice();
        alice.Speaks(Ask, "65920006\0");
        ForgeFromMany(PinShares.MaxUnproved - 1);
        var carol = new EncryptionPeer(_fixture, 3, "carol", TestKeys.OfAlice, hasFingerprint: false);
        carol.Speaks(Ask, "65920006\0");
        ForgeFromMany(PinShares.MaxPassing - 1);
        Assert.NotNull(_fixture.Known("carol", "CAROL-PC"));
        ForgeFromMany(1);
        Assert.Null(_fixture.Known("carol", "CAROL-PC"));
        Assert.Contains(_fixture.Known()!, _fixture.Machine.KnownKeys);
        Assert.DoesNotContain(_fixture.Node.Told, each => each.Event is KeyForgotten);
    }

    [Fact]
    [Rule(72)]
    public void R72_a_key_that_the_user_imports_or_wants_has_a_place_of_its_own()
    {
        ForgeFromMany(PinShares.MaxUnproved + PinShares.MaxPassing + 1);
        var alice = _fixture.Alice();
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("hello", alice.EndPoint).Status);
        var imported = _fixture.Known()! with { UserName = "dave", HostName = "DAVE-PC" };
        Assert.True(_fixture.Node.Do((machine, now) => machine.PinKey(now, imported)));
        Assert.Equal(PinShares.MaxUnproved + 2, _fixture.Machine.KnownKeys.Count());
        // What one member has proved is not inherited by an import under another name.
        Assert.Null(_fixture.Known("dave", "DAVE-PC")!.ConfirmedAt);
        Assert.NotNull(_fixture.Known("dave", "DAVE-PC")!.VerifiedAt);
    }

    [Fact]
    [Rule(72)]
    public void R72_an_IPv6_network_counts_as_one_address()
    {
        for (int i = 0; i < PinShares.MaxUnprovedOfNetwork + 50; i++)
        {
            byte[] address = IPAddress.Parse("fd00:1::").GetAddressBytes();
            (address[14], address[15]) = ((byte)(i >> 8), (byte)(i + 1));
            Forge(new IPEndPoint(new IPAddress(address), 2425));
        }
        Assert.Equal(PinShares.MaxUnprovedOfNetwork, _fixture.Machine.KnownKeys.Count());
        Forge(new IPEndPoint(IPAddress.Parse("fd00:2::1"), 2425));
        Assert.Equal(PinShares.MaxUnprovedOfNetwork + 1, _fixture.Machine.KnownKeys.Count());
    }

    [Fact]
    [Rule(72)]
    public void R72_a_confirmed_message_establishes_a_key_and_a_given_one_does_not()
    {
        var alice = _fixture.Alice();
        alice.Confirms = false;
        Assert.Equal(DeliveryStatus.Unconfirmed, _fixture.Send("first", alice.EndPoint).Status);
        Assert.False(_fixture.Known()!.IsEstablished);
        alice.Confirms = true;
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("second", alice.EndPoint).Status);
        Assert.NotNull(_fixture.Known()!.ConfirmedAt);
        // The store returns what it knew before.
        _fixture.Machine.LoadKeys([_fixture.Known()! with { ConfirmedAt = null }]);
        Assert.True(_fixture.Known()!.IsEstablished);
        Assert.True(_fixture.Forget());
        _fixture.Machine.LoadKeys([new KnownKey("alice", "ALICE-PC", TestKeys.Bob.Public, 0, default, alice.EndPoint.Address)]);
        Assert.False(_fixture.Known()!.IsEstablished);
    }

    [Theory]
    [InlineData(599_000, false)]
    [InlineData(601_000, true)]
    [Rule(72)]
    public void R72_signed_messages_over_ten_minutes_establish_a_key(int wait, bool isEstablished)
    {
        var alice = _fixture.Alice();
        alice.Speaks(Ask, "65920006\0");
        alice.Writes("first");
        alice.Writes("second");
        Assert.False(_fixture.Known()!.IsEstablished);
        _fixture.Lan.Run(wait);
        // One that nobody has signed is none of them.
        alice.Sends(alice.Encrypt("unsigned\0", EncryptionPeer.Older));
        Assert.False(_fixture.Known()!.IsEstablished);
        alice.Writes("third");
        Assert.Equal(isEstablished, _fixture.Known()!.IsEstablished);
        Assert.Null(_fixture.Known()!.ConfirmedAt);
    }

    [Fact]
    [Rule(72)]
    public void R72_signatures_establish_64_keys_of_one_address()
    {
        var many = new EncryptionPeer(_fixture, 3, "many", TestKeys.OfAlice, hasFingerprint: false);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < PinShares.MaxSignedOfNetwork + 6; i++)
            {
                many.Wire.User = "many" + i;
                if (round == 0)
                    many.Speaks(Ask, "65920006\0");
                many.Writes("hello");
                _fixture.Lan.Run(1_000);
            }
            _fixture.Lan.Run(600_000);
        }
        Assert.Equal(PinShares.MaxSignedOfNetwork, _fixture.Machine.KnownKeys.Count(each => each.SignedAt is not null));
        // Somebody at another address is not affected.
        var alice = _fixture.Alice();
        alice.Speaks(Ask, "65920006\0");
        alice.Writes("first");
        _fixture.Lan.Run(601_000);
        alice.Writes("second");
        Assert.True(_fixture.Known()!.IsEstablished);
    }

    // Each address asks for our key, and so is asked for its own.
    private void ForgeFromMany(int count)
    {
        for (int i = 0; i < count; i++)
            Forge(new IPEndPoint(new IPAddress([10, 9, (byte)(_forged >> 8), (byte)_forged]), 2425));
    }

    private void Forge(IPEndPoint from)
    {
        int i = _forged++;
        foreach (string packet in new[] { $"1:{2 * i}:x{i}:X-PC:114:65920006\0", $"1:{2 * i + 1}:x{i}:X-PC:115:{s_key}\0" })
            _fixture.Lan.Forge(from, _fixture.Node.EndPoint, Encoding.ASCII.GetBytes(packet));
        _fixture.Lan.Run(i % 1_000 == 999 ? 1_100 : 0);
    }
}
