using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>The automatic reply of a member with keys.</summary>
public sealed class EncryptedAbsenceReplyTests
{
    private const string Text = "席を外しています";
    private const MessageFlags Asks = MessageFlags.SendCheck | MessageFlags.NoAddList | MessageFlags.Broadcast;

    private static EncryptionFixture Absent(OwnKeys? keys = null, EncryptionPolicy policy = EncryptionPolicy.Auto)
    {
        var fixture = new EncryptionFixture(keys, policy);
        BeAbsent(fixture.Node);
        return fixture;
    }

    private static void BeAbsent(SimulatedHost host) =>
        host.Do((machine, now) => machine.SetPresence(now, null, null, ("lunch", Text)));

    [Theory]
    [InlineData(0x41900004u)]
    [InlineData(0x01900004u)]
    [Rule(47)]
    public void R47_a_member_that_encrypts_gets_the_text_encrypted_and_signed(uint suite)
    {
        var fixture = Absent();
        var alice = fixture.Alice();
        alice.Writes("are you there?", suite);
        fixture.Lan.Run(20_000);

        var reply = Assert.Single(alice.Messages);
        var flags = (MessageFlags)reply.Flags;
        Assert.Equal(MessageFlags.AutoReturn | MessageFlags.Encrypted, flags & (MessageFlags.AutoReturn | MessageFlags.Encrypted | Asks));
        var decrypted = alice.Decrypt(reply)!;
        Assert.Equal((Text + "\0", SignatureStatus.Valid), (Encoding.UTF8.GetString(decrypted.Plaintext), decrypted.Signature));
        Assert.Contains(":" + FingerprintName.Of("bob", fixture.Keys.Usual!.Public) + ":", Encoding.ASCII.GetString(reply.Bytes),
            System.StringComparison.Ordinal);
        fixture.NeverSaid(Text);
    }

    [Fact]
    [Rule(47)]
    public void R47_the_reply_to_plaintext_is_encrypted_too_when_its_author_encrypts()
    {
        var fixture = Absent();
        var alice = fixture.Alice(hasFingerprint: false);
        alice.Speaks(MemberFixture.Confirmed, "one\0");
        alice.Speaks(MemberFixture.Confirmed, "two\0");
        fixture.Lan.Run(20_000);

        Assert.Equal(Text + "\0", alice.Read(Assert.Single(alice.Messages)));
        fixture.NeverSaid(Text);
    }

    [Fact]
    [Rule(47)]
    public void R47_a_member_that_does_not_give_its_key_gets_the_text_in_plaintext()
    {
        var fixture = Absent();
        var alice = fixture.Alice(hasFingerprint: false);
        alice.GivesKey = false;
        alice.Speaks(MemberFixture.Message, "one\0");
        Assert.Empty(alice.Messages);
        fixture.Lan.Run(20_000);

        Assert.Equal((0x01802020u, Text), (alice.Messages.Single().CommandWord, alice.Messages[0].Text));
    }

    [Theory]
    [InlineData(EncryptionPolicy.Auto, 1)]
    [InlineData(EncryptionPolicy.Off, 1)]
    [InlineData(EncryptionPolicy.Required, 0)]
    [InlineData(EncryptionPolicy.Verified, 0)]
    [Rule(47)]
    public void R47_a_member_without_encryption_gets_it_in_plaintext_where_plaintext_is_allowed(EncryptionPolicy policy, int replies)
    {
        var fixture = Absent(policy: policy);
        var alice = fixture.Alice(EntryFlags.CanUtf8, hasFingerprint: false);
        alice.Speaks(MemberFixture.Message, "one\0");
        fixture.Lan.Run(20_000);

        Assert.Equal(Enumerable.Repeat(Text, replies), alice.Messages.Select(each => each.Text));
    }

    [Fact]
    [Rule(47)]
    public void R47_two_absent_members_with_keys_do_not_talk_to_each_other_for_ever()
    {
        var fixture = Absent();
        var carol = fixture.Host(5, "carol", TestKeys.OfAlice);
        foreach (var host in new[] { carol, fixture.Node })
            host.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(10_000);
        BeAbsent(carol);
        fixture.Send("Are you there?", carol.EndPoint);

        Assert.Equal(["Are you there?"], carol.Machine.Inbox.Waiting.Select(each => each.Text));
        var reply = Assert.Single(fixture.Machine.Inbox.Waiting);
        Assert.Equal((Text, SignatureStatus.Valid), (reply.Text, reply.Envelope!.Signature));
    }
}
