using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Tests.Protection;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests;

/// <summary>Damaged pieces of a dialogue between two members with keys, into both of them.</summary>
public sealed class KeyedMutantTests
{
    private const int Mutants = 30_000;

    // A message, an entry and a complaint, and what the other one says to each; and five questions, answered and asked back, of a member
    // whose name was damaged and who is not believed.
    private const int MostDatagrams = 32;

    private readonly KeyedScene _scene = new();
    private readonly SimulatedHost _alice;

    public KeyedMutantTests()
    {
        _alice = _scene.Host(2, "alice", TestKeys.OfAlice);
        Enter();
    }

    [Fact]
    public void R5_R70_R72_damaged_keys_and_envelopes_throw_nothing_prove_nothing_and_come_to_rest()
    {
        foreach (string text in new[] { "one", "two" })
            Assert.Equal(DeliveryStatus.Confirmed, _scene.Send(text, _alice.EndPoint).Status);
        Assert.Equal(DeliveryStatus.Confirmed, _scene.Send(OfferScene.Message(OfferScene.File("a.txt")), [_alice.EndPoint]).Single().Status);
        var mutator = new DatagramMutator(72, [.. _scene.Wire.Distinct()]);
        _scene.Lan.Tap = null;
        Clear();
        for (int i = 0; i < Mutants; i++)
        {
            byte[] mutant = mutator.Make(i).ToArray();
            long before = _scene.Lan.Arrived;
            // So that there is a question to answer, and a message to complain of.
            _scene.Node.Do((machine, now) => machine.Ask(now, new KeyQuestion(_alice.EndPoint)));
            _scene.Node.Hear(mutant, _alice.EndPoint);
            _alice.Hear(mutant, _scene.Node.EndPoint);
            _scene.Lan.Run(8_000);
            Assert.True(_scene.Lan.Arrived - before <= MostDatagrams, string.Create(CultureInfo.InvariantCulture, $"Mutant {i} set {_scene.Lan.Arrived - before} datagrams going."));
            before = _scene.Lan.Arrived;
            _scene.Lan.Run(2_000);
            Assert.True(_scene.Lan.Arrived == before, "Mutant " + i + " is still talked of.");
            foreach (var message in _scene.Machine.Waiting.Concat(_alice.Machine.Waiting))
                Assert.True(message.Envelope is not { Signature: SignatureStatus.Valid }, "Mutant " + i + " is a valid message.");
            Clear();
        }
        Assert.Equal((TestKeys.Alice.Public, TestKeys.Bob.Public), (_scene.Known()?.Key, _alice.Machine.KnownKeyOf("bob", "BOB-PC")?.Key));
        Enter();
        Assert.Equal(DeliveryStatus.Confirmed, _scene.Send("three", _alice.EndPoint).Status);
    }

    private void Enter()
    {
        foreach (var host in new[] { _scene.Node, _alice })
            host.Do((machine, now) => machine.Announce(now));
        _scene.Lan.Run(30_000);
    }

    private void Clear()
    {
        while (_scene.Machine.Take(null) is not null || _alice.Machine.Take(null) is not null)
        {
        }
        _scene.Node.Told.Clear();
        _alice.Told.Clear();
    }
}
