using System.Linq;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>A member that announces encryption and gives no key, as FeiQ does.</summary>
public sealed class NoKeyTests
{
    private const string Secret = "the treasure is under the oak";
    private const uint Typing = 0x79, Exit = 2;

    private readonly EncryptionFixture _fixture = new();
    private readonly EncryptionPeer _lee;

    public NoKeyTests() =>
        _lee = new EncryptionPeer(_fixture, 2, "lee", TestKeys.OfAlice, hasFingerprint: false) { GivesKey = false }.Enters();

    private Member Lee => _fixture.Machine.Members.Single();

    [Theory]
    [InlineData(EncryptionPolicy.Auto)]
    [InlineData(EncryptionPolicy.Required)]
    [Rule(113)]
    public void R113_the_second_message_waits_for_one_request_once_the_member_has_shown_that_it_is_there(EncryptionPolicy policy)
    {
        Learn(policy);
        Assert.Equal((1_000L, DeliveryRefusal.GivesNoKey), Time(policy));
        Assert.Equal((1_000L, DeliveryRefusal.GivesNoKey), Time(policy));
        // Each asks once more.
        Assert.Equal(7, _lee.Questions.Count);
        Assert.False(Lee.IsDoubtful);
        Assert.Empty(_lee.Messages);
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(113)]
    public void R113_only_the_word_of_the_user_sends_plaintext()
    {
        Learn();
        var delivery = _fixture.Send("no secret", _lee.EndPoint, EncryptionPolicy.Off);
        Assert.Equal((DeliveryStatus.Confirmed, "no secret"), (delivery.Status, _lee.Messages.Single().Text));
        Assert.Equal((1_000L, DeliveryRefusal.GivesNoKey), Time());
        _fixture.NeverSaid(Secret);
    }

    [Fact]
    [Rule(113)]
    public void R113_an_entry_while_the_key_is_awaited_shows_that_the_member_is_there()
    {
        _fixture.Lan.At(_fixture.Lan.Now + 2_500, () => _lee.Enters());
        Assert.Equal((5_000L, DeliveryRefusal.NoKey), Time());
        Assert.True(Lee.GivesNoKey);
        Assert.Equal((1_000L, DeliveryRefusal.GivesNoKey), Time());
    }

    [Fact]
    [Rule(113)]
    public void R113_a_member_that_may_be_gone_is_asked_each_time()
    {
        Assert.Equal((5_000L, DeliveryRefusal.NoKey), Time());
        Assert.Equal((5_000L, DeliveryRefusal.NoKey), Time());
        Assert.False(Lee.GivesNoKey);
    }

    [Fact]
    [Rule(113)]
    public void R113_the_first_key_ends_it()
    {
        Learn();
        _lee.GivesKey = true;
        IsEncrypted(_fixture.Send(Secret, _lee.EndPoint));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(3u)]
    [Rule(113)]
    public void R113_a_member_that_was_away_gets_its_next_message_encrypted(uint command)
    {
        Assert.Equal((5_000L, DeliveryRefusal.NoKey), Time());
        // It comes back and gives its key, or another machine uses its address for a packet.
        _lee.GivesKey = true;
        _lee.Speaks((uint)EncryptionPeer.Encrypting | command);
        IsEncrypted(_fixture.Send(Secret, _lee.EndPoint));
        Assert.False(Lee.GivesNoKey);
    }

    [Fact]
    [Rule(113)]
    public void R113_a_late_key_shows_that_the_member_gives_one()
    {
        Assert.Equal((5_000L, DeliveryRefusal.NoKey), Time());
        _lee.GiveKey(_fixture.Node.EndPoint);
        _fixture.Lan.Run(10);
        Assert.False(Lee.GivesNoKey);
        // Unsolicited, so it is not taken (R72).
        Assert.Null(_fixture.Known("lee", "LEE-PC"));
    }

    [Fact]
    [Rule(113)]
    public void R113_entries_keep_it_and_an_exit_ends_it()
    {
        Learn();
        _lee.Enters();
        Assert.True(Lee.GivesNoKey);
        Assert.Equal((1_000L, DeliveryRefusal.GivesNoKey), Time());
        _lee.Speaks(Exit);
        _lee.Enters();
        Assert.False(Lee.GivesNoKey);
        Assert.Equal((5_000L, DeliveryRefusal.NoKey), Time());
    }

    private void IsEncrypted(Delivery delivery)
    {
        Assert.Equal(DeliveryStatus.Confirmed, delivery.Status);
        Assert.NotNull(delivery.Suite);
        Assert.Equal(Secret + "\0", _lee.Read(_lee.Messages.Single()));
        Assert.False(Lee.GivesNoKey);
    }

    private void Learn(EncryptionPolicy policy = EncryptionPolicy.Auto)
    {
        Assert.Equal((5_000L, DeliveryRefusal.NoKey), Time(policy));
        Assert.False(Lee.GivesNoKey);
        _lee.Speaks(Typing);
        Assert.True(Lee.GivesNoKey);
    }

    // How long a message waits until it is refused, and why.
    private (long Ms, DeliveryRefusal Refusal) Time(EncryptionPolicy policy = EncryptionPolicy.Auto)
    {
        long start = _fixture.Lan.Now;
        var delivery = _fixture.Send(Secret, _lee.EndPoint, policy);
        long end = _fixture.Node.Told.Last(each => each.Event is DeliveryChanged changed && changed.Delivery == delivery).At;
        return (end - start, delivery.Refusal);
    }
}
