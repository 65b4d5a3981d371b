using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Tests.Protection;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

/// <summary>Two members who write to each other over a bad network.</summary>
public sealed class EncryptedDialogueTests
{
    private const int Count = 200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void R44_R62_nothing_is_lost_doubled_or_reordered_on_a_bad_network(ulong seed)
    {
        var (scene, alice) = Meet(seed, TestKeys.OfAlice);
        scene.Lan.Conditions = Bad;
        var there = Compose(scene.Node, alice, _ => null);
        var back = Compose(alice, scene.Node, _ => null);
        scene.Node.Do((machine, now) => machine.Dispatch(now, there));
        alice.Do((machine, now) => machine.Dispatch(now, back));
        scene.Lan.Run(2_000_000);

        KeyedScene.Confirmed(there.Concat(back));
        Assert.Equal(Texts, scene.Texts);
        Assert.Equal(Texts, alice.Machine.Waiting.Select(each => each.Text));
        Assert.All(scene.Machine.Waiting.Concat(alice.Machine.Waiting), each =>
            Assert.Equal((SignatureStatus.Valid, 0x41900004u), (each.Envelope!.Check((each.User.StartsWith("bob", StringComparison.Ordinal) ? TestKeys.Bob : TestKeys.Alice).Public), (uint)each.Envelope.Suite.Flags)));
        scene.NeverSaid("secret number");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void R44_encrypted_and_plain_messages_of_one_sender_keep_their_order(ulong seed)
    {
        // Without a fingerprint in its name its plain messages are taken, too.
        var (scene, old) = Meet(seed, TestKeys.OfAlice, hasFingerprint: false);
        scene.Lan.Conditions = Bad;
        var there = Compose(old, scene.Node, i => i % 3 == 0 ? EncryptionPolicy.Off : null);
        old.Do((machine, now) => machine.Dispatch(now, there));
        scene.Lan.Run(2_000_000);
        KeyedScene.Confirmed(there);
        Assert.Equal(Texts, scene.Texts);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => i % 3 != 0), scene.Machine.Waiting.Select(each => each.Envelope is not null));
    }

    [Fact]
    public void R44_the_first_messages_find_their_keys_on_a_bad_network_too()
    {
        for (ulong seed = 10; seed < 30; seed++)
        {
            var (scene, alice) = Meet(seed, TestKeys.OfAlice);
            scene.Lan.Conditions = Bad with { Loss = 0.3 };
            for (int again = 0; again < 20 && !scene.Machine.KnownKeys.Any(); again++)
                scene.Send("secret number", alice.EndPoint);
            scene.Lan.Conditions = LanConditions.Perfect;
            Assert.Equal(DeliveryStatus.Confirmed, scene.Send("secret number", alice.EndPoint).Status);
            scene.NeverSaid("secret number");
        }
    }

    private static LanConditions Bad => new() { Loss = 0.07, Duplication = 0.2, ShortestDelay = 0, LongestDelay = 400 };

    private static IEnumerable<string> Texts => Enumerable.Range(0, Count).Select(i => "secret number " + i);

    private static (KeyedScene Scene, SimulatedHost Other) Meet(ulong seed, OwnKeys keys, bool hasFingerprint = true)
    {
        var scene = new KeyedScene(seed: seed);
        var other = scene.Host(2, "alice", keys, hasFingerprint: hasFingerprint);
        foreach (var host in new[] { scene.Node, other })
            host.Do((machine, now) => machine.Announce(now));
        scene.Lan.Run(30_000);
        return (scene, other);
    }

    private static Delivery[] Compose(SimulatedHost from, SimulatedHost to, Func<int, EncryptionPolicy?> policy) =>
        [.. Texts.Select((text, i) => from.Do((machine, now) => machine.Compose(now, new OutgoingMessage(text) { Encryption = policy(i) }, [to.EndPoint])).Deliveries.Single())];
}
