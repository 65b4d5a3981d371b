using System;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Places;

/// <summary>Members of ours prove with a signature over a challenge where they are (R121).</summary>
public sealed class PlaceProofTests
{
    private const string Challenge = "0123456789abcdef0123456789abcdef", Address = "0a000003:2425";
    private const uint Line = 0x01400000;

    private readonly PlaceFixture _fixture = new();

    [Fact]
    [Rule(121)]
    public void R121_what_is_signed_is_a_text_of_seven_lines_under_SHA_512()
    {
        byte[] statement = SignedStatement.OfPlace(Challenge, Address, (PlaceFixture.AliceName, "ALICE-PC"), ("bob", "BOB-PC"));
        Assert.Equal(
            "IPMsg place\n0123456789abcdef0123456789abcdef\n0a000003:2425\nalice-<5256214c8110453c>\nALICE-PC\nbob\nBOB-PC",
            Encoding.UTF8.GetString(statement));
        byte[] signature = SignatureJob.ToMake(statement, static _ => { }).Run(TestKeys.OfAlice)!;
        Assert.True(TestKeys.Alice.Public.Verifies(statement, signature, HashAlgorithmName.SHA512));
        Assert.StartsWith("MtHH5J+HLe1xVHqR5+cCni5RasMZn0IYoSwZ9EHj6TaPNVA+", Convert.ToBase64String(signature), StringComparison.Ordinal);
        // As the signature of a message it is worth nothing.
        Assert.False(TestKeys.Alice.Public.Verifies(statement, signature, HashAlgorithmName.SHA256));
    }

    [Fact]
    [Rule(121)]
    public void R121_challenge_and_proof_are_lines_of_NOOPERATION()
    {
        _fixture.Ours();
        _fixture.MalloryEnters();
        var challenge = _fixture.Challenges().Single();
        string bob = FingerprintName.Of("bob", TestKeys.Bob.Public);
        Assert.Matches($"^\0\0\nUN:{bob}\nHN:BOB-PC\nPC:[0-9a-f]{{32}}\nPA:0a000042:2425\nPX:-+$", challenge.Extra);
        Assert.Equal(200 + 2, challenge.Extra.Length);
        Assert.Equal(
            "\nPC:" + Challenge + "\nPS:" + Convert.ToBase64String(new byte[256]),
            Encoding.ASCII.GetString(SignedLines.OfProof(Challenge, new byte[256])));
        Assert.Equal("fe800000000000000000000000000001:2425", SignedLines.Text(System.Net.IPAddress.Parse("fe80::1%3"), 2425));
    }

    [Fact]
    [Rule(121)]
    public void R121_a_member_of_ours_at_a_new_address_proves_it_at_once()
    {
        var former = _fixture.Ours();
        former.Crash();
        var alice = _fixture.Enters(3);

        _fixture.IsAt(alice.EndPoint);
        Assert.Equal(1, alice.Signatures);
        var delivery = _fixture.Send("secret");
        Assert.Equal((Protocol.Members.Sending.DeliveryStatus.Confirmed, false), (delivery.Status, delivery.IsAddressUnproved));
        Assert.Equal("secret", alice.Machine.Inbox.Waiting.Last().Text);
    }

    [Fact]
    [Rule(26, 122)]
    public void R26_R122_an_IPv6_address_takes_the_place_of_an_IPv4_address_only_when_that_is_silent()
    {
        var former = _fixture.Ours();
        var other = new SimulatedHost(_fixture.Lan, new IPEndPoint(IPAddress.Parse("fe80::2"), 2425),
            new MemberSettings(PlaceFixture.AliceName, "ALICE-PC", MemberFixture.Codec)
            {
                NickName = "alice",
                Capabilities = EntryFlags.CanUtf8 | EntryFlags.CanTransferFiles,
                Keys = TestKeys.OfAlice,
            }, 6);
        other.Do((machine, now) => machine.Introduce(now, _fixture.Bob.EndPoint));
        _fixture.Lan.Run(20_000);
        Assert.InRange(other.Signatures, 1, 2);
        _fixture.IsAt(former.EndPoint);
        // The IPv4 address is asked for its proof too, and needs no further questions.
        Assert.True(_fixture.Alice.IsAddressProved);

        other.Do((machine, now) =>
        {
            machine.Introduce(now, _fixture.Bob.EndPoint);
            machine.Dispatch(now, machine.Compose(now, new OutgoingMessage("from IPv6"), [_fixture.Bob.EndPoint]).Deliveries);
        });
        _fixture.Lan.Run(20_000);
        var received = _fixture.Base.Machine.Inbox.Waiting.Last();
        Assert.Equal(("from IPv6", other.EndPoint, "alice"), (received.Text, received.From, received.Sender?.NickName));
        _fixture.IsAt(former.EndPoint);

        former.Crash();
        other.Do((machine, now) => machine.Introduce(now, _fixture.Bob.EndPoint));
        _fixture.Lan.Run(20_000);
        _fixture.IsAt(other.EndPoint);
    }

    [Fact]
    [Rule(121)]
    public void R121_the_challenge_to_one_address_is_not_signed_at_another()
    {
        var alice = _fixture.Ours();
        _fixture.Mallory.Reacts = packet =>
        {
            // Mallory passes on what she is asked, and what she gets for it.
            var to = packet.From.Equals(alice.EndPoint) ? _fixture.Bob.EndPoint : alice.EndPoint;
            if (PlaceFixture.IsChallenge(packet))
                _fixture.Mallory.Send(to, packet.Bytes);
        };
        for (int i = 0; i < 20; i++)
        {
            _fixture.MalloryEnters();
            _fixture.Lan.Run(500);
        }

        Assert.NotEmpty(_fixture.Challenges());
        Assert.Equal(0, alice.Signatures);
        _fixture.IsAt(alice.EndPoint);
    }

    [Theory]
    [InlineData("0a000002:2425", 1)]
    [InlineData("0a000002:2426", 0)]
    [InlineData("0a000003:2425", 0)]
    [InlineData("7f000001:2425", 0)]
    [InlineData("", 0)]
    [Rule(121)]
    public void R121_a_challenge_has_to_name_an_address_and_port_of_the_member(string address, int signatures)
    {
        var alice = _fixture.Ours();
        _fixture.Mallory.Say(alice.EndPoint, Line, $"\0\0\nUN:bob\nHN:BOB-PC\nPC:{Challenge}\nPA:{address}");
        _fixture.Lan.Run(100);

        Assert.Equal(signatures, alice.Signatures);
    }

    [Fact]
    [Rule(121)]
    public void R121_forged_challenges_cause_few_signatures_and_leave_others_theirs()
    {
        var alice = _fixture.Ours();
        string forged = $"\0\0\nUN:x\nHN:X-PC\nPC:{Challenge}\nPA:0a000002:2425";
        for (int i = 0; i < 1_000; i++)
        {
            _fixture.Lan.Forge(MemberFixture.At(1_000 + i), alice.EndPoint, PlaceFixture.Bytes($"1:9:x:X-PC:{Line}:{forged}"));
            _fixture.Lan.Run(1);
        }
        Assert.InRange(alice.Signatures, 32, 65);
        // Bob's key is pinned there, so he has a share of his own.
        int before = alice.Signatures;
        _fixture.Lan.Forge(_fixture.Bob.EndPoint, alice.EndPoint, PlaceFixture.Bytes($"1:9:x:X-PC:{Line}:{forged}"));
        _fixture.Lan.Run(100);
        Assert.Equal(before + 1, alice.Signatures);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [Rule(121)]
    public void R121_a_signature_of_another_key_or_for_another_challenge_moves_nobody(bool hasKey, bool hasChallenge)
    {
        _fixture.Other();
        var key = hasKey ? TestKeys.OfAlice : new OwnKeys(Keys.EncryptionFixture.Stranger, null);
        _fixture.Mallory.Reacts = packet =>
        {
            if (!PlaceFixture.IsChallenge(packet))
                return;
            string challenge = hasChallenge ? Field(packet, "PC:") : Challenge;
            Answer(challenge, Field(packet, "PA:"), Field(packet, "UN:"), key);
        };
        _fixture.MalloryEnters();
        _fixture.Lan.Run(100);

        Assert.NotEqual(_fixture.Mallory.EndPoint, _fixture.Alice.EndPoint);
    }

    [Fact]
    [Rule(121)]
    public void R121_what_the_owner_of_the_key_signs_for_this_challenge_moves_the_member()
    {
        _fixture.Other();
        _fixture.Mallory.Reacts = packet =>
        {
            if (PlaceFixture.IsChallenge(packet))
                Answer(Field(packet, "PC:"), Field(packet, "PA:"), Field(packet, "UN:"), TestKeys.OfAlice);
        };
        _fixture.MalloryEnters();
        _fixture.Lan.Run(100);

        _fixture.IsAt(_fixture.Mallory.EndPoint);
    }

    [Fact]
    [Rule(121)]
    public void R121_a_challenge_is_open_for_ten_to_twenty_seconds()
    {
        _fixture.Other();
        _fixture.MalloryEnters();
        var challenge = _fixture.Challenges().Single();
        _fixture.Lan.Run(20_000);
        Answer(Field(challenge, "PC:"), Field(challenge, "PA:"), Field(challenge, "UN:"), TestKeys.OfAlice);
        _fixture.Lan.Run(100);

        Assert.Equal(0, _fixture.Bob.Signatures);
    }

    private static string Field(ReceivedPacket packet, string tag) =>
        packet.Extra.Split('\n').Single(each => each.StartsWith(tag, StringComparison.Ordinal))[tag.Length..];

    private void Answer(string challenge, string address, string asker, OwnKeys keys)
    {
        byte[] statement = SignedStatement.OfPlace(challenge, address, (PlaceFixture.AliceName, "ALICE-PC"), (asker, "BOB-PC"));
        byte[] signature = SignatureJob.ToMake(statement, static _ => { }).Run(keys)!;
        _fixture.Mallory.Say(_fixture.Bob.EndPoint, Line,
            "\0\0" + Encoding.ASCII.GetString(SignedLines.OfProof(challenge, signature)));
    }
}
