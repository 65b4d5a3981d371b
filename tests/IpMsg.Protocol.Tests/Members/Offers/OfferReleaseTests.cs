using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Tests.Members.Places;
using IpMsg.Testing;
using Xunit;
using static IpMsg.Protocol.Tests.Members.Offers.OfferSteps;

namespace IpMsg.Protocol.Tests.Members.Offers;

/// <summary>Who can end an encrypted offer with IPMSG_RELEASEFILES (R124).</summary>
public sealed class OfferReleaseTests
{
    private readonly PlaceFixture _fixture = new();

    [Fact]
    [Rule(124)]
    public void R124_the_release_by_another_client_is_shown_as_unproved()
    {
        var alice = _fixture.Other();
        var offer = Offer();
        alice.Speaks(Release, Number(offer));

        Assert.Equal((OfferState.Released, true), (offer.State, offer.Report.IsReleaseUnproved));
        Assert.Equal("The recipient gave it up, which nothing proves.", offer.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(124)]
    public void R124_a_release_from_another_address_or_under_another_name_ends_nothing(bool isListed)
    {
        var alice = _fixture.Other();
        var offer = Offer();
        if (isListed)
            _fixture.MalloryEnters(asOurs: false);
        _fixture.Mallory.Say(_fixture.Bob.EndPoint, Release, Number(offer));
        _fixture.Lan.Forge(alice.EndPoint, _fixture.Bob.EndPoint, PlaceFixture.Bytes($"1:9:mallory:X-PC:{Release}:{Number(offer)}"));
        _fixture.Lan.Run(100);

        Assert.False(offer.HasEnded);
    }

    [Fact]
    [Rule(124)]
    public void R124_from_its_proved_address_the_recipient_releases_what_was_offered_before()
    {
        var former = _fixture.Other();
        var offer = Offer();
        former.Wire.Reacts = null;
        var alice = _fixture.At(3).Enters();
        alice.Writes("here I am");
        alice.Speaks(Release, Number(offer));

        Assert.Equal(OfferState.Released, offer.State);
    }

    [Fact]
    [Rule(124)]
    public void R124_members_of_ours_sign_their_release()
    {
        var alice = _fixture.Ours();
        var offer = Offer();
        var message = alice.Machine.Inbox.Waiting.Last();
        Assert.Single(message.Attachments);
        alice.Do((machine, now) => machine.Discard(now, message));
        _fixture.Lan.Run(100);

        Assert.Equal((OfferState.Released, false, 1), (offer.State, offer.Report.IsReleaseUnproved, alice.Signatures));
        Assert.Equal("The recipient gave it up.", offer.Reason);
    }

    [Fact]
    [Rule(124)]
    public void R124_a_release_of_a_member_of_ours_without_its_signature_ends_nothing()
    {
        var alice = _fixture.Ours();
        var offer = Offer();
        foreach (string ext in new[] { "", "\0PS:" + new string('A', 344), "\0" + Signed(offer, EncryptionFixture.Stranger, "bob"),
            "\0" + Signed(offer, TestKeys.Alice, "carol") })
        {
            _fixture.Lan.Forge(alice.EndPoint, _fixture.Bob.EndPoint, PlaceFixture.Bytes(
                $"1:9:{PlaceFixture.AliceName}:ALICE-PC:{Release}:{offer.Delivery.Number}{ext}\0"));
            _fixture.Lan.Run(1_000);
        }
        Assert.False(offer.HasEnded);

        string bob = FingerprintName.Of("bob", TestKeys.Bob.Public);
        _fixture.Mallory.Say(_fixture.Bob.EndPoint, Release, offer.Delivery.Number + "\0" + Signed(offer, TestKeys.Alice, bob));
        _fixture.Lan.Run(100);
        Assert.True(offer.HasEnded);
    }

    private static string Signed(Offer offer, PrivateKey key, string sender) => SignedLines.ExtOf(SignatureJob.ToMake(
        SignedStatement.OfRelease(offer.Delivery.Number, (PlaceFixture.AliceName, "ALICE-PC"), (sender, "BOB-PC")), static _ => { })
        .Run(new OwnKeys(key, null))!);

    private static string Number(Offer offer) => offer.Delivery.Number.ToString(CultureInfo.InvariantCulture) + "\0";

    private Offer Offer()
    {
        var delivery = _fixture.Base.Send(Message(File("a.txt")), [_fixture.Alice.EndPoint])[0];
        Assert.NotNull(delivery.Suite);
        return delivery.Offers.Single();
    }
}
