using System.Linq;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

public sealed class EncryptedMessageTests
{
    private readonly SimulatedLan _lan = new(7, LanConditions.Perfect);

    private SimulatedHost Host(int number, string name, OwnKeys? keys, EncryptionPolicy policy = EncryptionPolicy.Auto)
    {
        string user = keys?.Usual is { } usual ? FingerprintName.Of(name, usual.Public) : name;
        var host = new SimulatedHost(_lan, MemberFixture.At(number),
            new MemberSettings(user, name.ToUpperInvariant() + "-PC", MemberFixture.Codec)
            {
                NickName = name,
                Keys = keys,
                Encryption = policy,
            }, (ulong)number);
        host.Do((machine, now) => machine.Announce(now));
        return host;
    }

    private Delivery Send(SimulatedHost from, SimulatedHost to, string text)
    {
        var encodedMessage = from.Do((machine, now) => machine.Compose(now, new OutgoingMessage(text), [to.EndPoint]));
        from.Do((machine, now) => machine.Dispatch(now, encodedMessage.Deliveries));
        _lan.Run(20_000);
        return encodedMessage.Deliveries.Single();
    }

    [Fact]
    [Rule(57)]
    public void R57_what_was_never_sent_for_want_of_a_key_is_not_on_offer()
    {
        var alice = Host(1, "alice", TestKeys.OfAlice);
        var silent = new ScriptedPeer(_lan, MemberFixture.At(2)) { User = "silent" };
        silent.Say(alice.EndPoint, (uint)(Command.AnswerEntry) | (uint)(EntryFlags.CanUtf8 | EntryFlags.CanEncrypt), "silent\0\0");
        _lan.Run(10_000);
        var file = new OutgoingFile(new Attachment(0, "a.txt", 1, FileKind.Regular), "a.txt");
        var message = new OutgoingMessage("look") { Files = [file] };
        var encodedMessage = alice.Do((machine, now) => machine.Compose(now, message, [silent.EndPoint]));
        alice.Do((machine, now) => machine.Dispatch(now, encodedMessage.Deliveries));
        _lan.Run(20_000);

        Assert.Equal((DeliveryStatus.Unconfirmed, DeliveryRefusal.NoKey),
            (encodedMessage.Deliveries[0].Status, encodedMessage.Deliveries[0].Refusal));
        Assert.Empty(silent.All(Command.SendMessage));
        Assert.Empty(alice.Machine.Offers);
    }

    [Fact]
    public void Two_members_with_keys_write_encrypted_and_signed()
    {
        var alice = Host(1, "alice", TestKeys.OfAlice);
        var bob = Host(2, "bob", TestKeys.OfBob);
        _lan.Run(10_000);

        var first = Send(alice, bob, "one");
        var second = Send(alice, bob, "two");

        Assert.Equal(DeliveryStatus.Confirmed, first.Status);
        Assert.Equal(DeliveryStatus.Confirmed, second.Status);
        Assert.NotNull(first.Suite);
        var messages = bob.Machine.Inbox.Waiting.ToList();
        Assert.Equal(["one", "two"], messages.Select(each => each.Text));
        Assert.Equal(SignatureStatus.Valid, messages[1].Envelope!.Signature);
    }
}
