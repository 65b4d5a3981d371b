using System.Linq;
using IpMsg.Testing;
using IpMsg.Protocol.Tests.Protection;
using Xunit;

namespace IpMsg.Protocol.Tests;

public sealed class EncryptedMessageTests
{
    private readonly SimulatedLan _lan = new(7, LanConditions.Perfect);

    private SimulatedHost Host(int number, string name, OwnKeys? keys, EncryptionPolicy policy = EncryptionPolicy.Auto)
    {
        string user = keys?.Usual is { } usual ? FingerprintName.Of(name, usual.Public) : name;
        var host = new SimulatedHost(_lan, Stage.At(number), new MemberSettings(user, name.ToUpperInvariant() + "-PC", Stage.Codec)
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
        var composition = from.Do((machine, now) => machine.Compose(now, new OutgoingMessage(text), [to.EndPoint]));
        from.Do((machine, now) => machine.Dispatch(now, composition.Deliveries));
        _lan.Run(20_000);
        return composition.Deliveries.Single();
    }

    [Fact]
    public void R57_what_was_never_sent_for_want_of_a_key_is_not_on_offer()
    {
        var alice = Host(1, "alice", TestKeys.OfAlice);
        var silent = new ScriptedPeer(_lan, Stage.At(2)) { User = "silent" };
        silent.Say(alice.EndPoint, (uint)(Command.AnswerEntry) | (uint)(EntryFlags.CanUtf8 | EntryFlags.CanEncrypt), "silent\0\0");
        _lan.Run(10_000);
        var file = new OutgoingFile(new Attachment(0, "a.txt", 1, FileKind.Regular), "a.txt");
        var message = new OutgoingMessage("look") { Files = [file] };
        var composition = alice.Do((machine, now) => machine.Compose(now, message, [silent.EndPoint]));
        alice.Do((machine, now) => machine.Dispatch(now, composition.Deliveries));
        _lan.Run(20_000);

        Assert.Equal((DeliveryStatus.Unconfirmed, DeliveryRefusal.NoKey), (composition.Deliveries[0].Status, composition.Deliveries[0].Refusal));
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
        var messages = bob.Machine.Waiting.ToList();
        Assert.Equal(["one", "two"], messages.Select(each => each.Text));
        Assert.Equal(SignatureStatus.Valid, messages[1].Envelope!.Signature);
    }
}
