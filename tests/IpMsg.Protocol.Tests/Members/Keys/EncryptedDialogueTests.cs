using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>Two members who write to each other over a bad network.</summary>
public sealed class EncryptedDialogueTests
{
    private const int Count = 200;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [Rule(44, 62, 103)]
    public void R44_R62_R103_nothing_is_lost_doubled_or_reordered_on_a_bad_network(ulong seed, bool isDict)
    {
        var (fixture, alice) = Meet(seed, TestKeys.OfAlice, isDict);
        fixture.Lan.Conditions = Bad;
        var there = Compose(fixture.Node, alice, _ => null);
        var back = Compose(alice, fixture.Node, _ => null);
        fixture.Node.Do((machine, now) => machine.Dispatch(now, there));
        alice.Do((machine, now) => machine.Dispatch(now, back));
        fixture.Lan.Run(2_000_000);

        EncryptionFixture.Confirmed(there.Concat(back));
        Assert.Equal(Texts, fixture.Texts);
        Assert.Equal(Texts, alice.Machine.Inbox.Waiting.Select(each => each.Text));
        Assert.All(fixture.Machine.Inbox.Waiting.Concat(alice.Machine.Inbox.Waiting), each =>
            Assert.Equal((SignatureStatus.Valid, isDict ? 0x40500004u : 0x41900004u),
                (each.Envelope!.Check((each.User.StartsWith("bob", StringComparison.Ordinal) ? TestKeys.Bob : TestKeys.Alice).Public),
                    (uint)each.Envelope.Suite.Flags)));
        fixture.NeverSaid("secret number");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [Rule(44)]
    public void R44_encrypted_and_plain_messages_of_one_sender_keep_their_order(ulong seed, bool isDict)
    {
        // Without a fingerprint in its name its plain messages are taken, too.
        var (fixture, old) = Meet(seed, TestKeys.OfAlice, isDict, hasFingerprint: false);
        fixture.Lan.Conditions = Bad;
        var there = Compose(old, fixture.Node, i => i % 3 == 0 ? EncryptionPolicy.Off : null);
        old.Do((machine, now) => machine.Dispatch(now, there));
        fixture.Lan.Run(2_000_000);
        EncryptionFixture.Confirmed(there);
        Assert.Equal(Texts, fixture.Texts);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => i % 3 != 0),
            fixture.Machine.Inbox.Waiting.Select(each => each.Envelope is not null));
    }

    [Fact]
    [Rule(44)]
    public void R44_the_first_messages_find_their_keys_on_a_bad_network_too()
    {
        for (ulong seed = 10; seed < 30; seed++)
        {
            var (fixture, alice) = Meet(seed, TestKeys.OfAlice, isDict: seed % 2 == 0);
            fixture.Lan.Conditions = Bad with { Loss = 0.3 };
            for (int again = 0; again < 20 && !fixture.Machine.KnownKeys.Any(); again++)
                fixture.Send("secret number", alice.EndPoint);
            fixture.Lan.Conditions = LanConditions.Perfect;
            Assert.Equal(DeliveryStatus.Confirmed, fixture.Send("secret number", alice.EndPoint).Status);
            fixture.NeverSaid("secret number");
        }
    }

    private static LanConditions Bad => new() { Loss = 0.07, Duplication = 0.2, MinDelay = 0, MaxDelay = 400 };

    private static IEnumerable<string> Texts => Enumerable.Range(0, Count).Select(i => "secret number " + i);

    private static (EncryptionFixture Scene, SimulatedHost Other) Meet(ulong seed, OwnKeys keys, bool isDict, bool hasFingerprint = true)
    {
        var fixture = new EncryptionFixture(seed: seed, prefersIpDict: isDict);
        var other = fixture.Host(2, "alice", keys, hasFingerprint: hasFingerprint);
        foreach (var host in new[] { fixture.Node, other })
            host.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(30_000);
        return (fixture, other);
    }

    private static Delivery[] Compose(SimulatedHost from, SimulatedHost to, Func<int, EncryptionPolicy?> policy) =>
        [.. Texts.Select(
            (text, i) =>
                from.Do((machine, now) =>
                    machine.Compose(now, new OutgoingMessage(text) { Encryption = policy(i) }, [to.EndPoint])).Deliveries.Single())];
}
