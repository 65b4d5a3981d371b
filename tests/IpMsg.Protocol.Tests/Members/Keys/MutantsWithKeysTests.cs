using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Offers;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

/// <summary>Damaged pieces of a dialogue between two members with keys, into both of them.</summary>
public sealed class MutantsWithKeysTests
{
    private const int Mutants = 30_000;

    // A message, an entry and a decryption error reply, with an answer to each; and five key requests with answers and requests in return,
    // to a member whose name was damaged and whose key is ignored.
    private const int MaxDatagrams = 32;

    private readonly EncryptionFixture _fixture = new();
    private readonly SimulatedHost _alice;

    public MutantsWithKeysTests()
    {
        _alice = _fixture.Host(2, "alice", TestKeys.OfAlice);
        Enter();
    }

    [Fact]
    [Rule(5, 70, 72)]
    public void R5_R70_R72_damaged_keys_and_envelopes_throw_nothing_prove_nothing_and_come_to_rest()
    {
        foreach (string text in new[] { "one", "two" })
            Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send(text, _alice.EndPoint).Status);
        Assert.Equal(DeliveryStatus.Confirmed,
            _fixture.Send(OfferSteps.Message(OfferSteps.File("a.txt")), [_alice.EndPoint]).Single().Status);
        var mutator = new DatagramMutator(72, [.. _fixture.Wire.Distinct()]);
        _fixture.Lan.Tap = null;
        Clear();
        for (int i = 0; i < Mutants; i++)
        {
            byte[] mutant = mutator.Make(i).ToArray();
            long before = _fixture.Lan.Arrived;
            // So that there is a question to answer, and a message to complain of.
            _fixture.Node.Do((machine, now) => machine.Ask(now, new KeyRequest(_alice.EndPoint)));
            _fixture.Node.Receive(mutant, _alice.EndPoint);
            _alice.Receive(mutant, _fixture.Node.EndPoint);
            _fixture.Lan.Run(8_000);
            Assert.True(_fixture.Lan.Arrived - before <= MaxDatagrams,
                string.Create(CultureInfo.InvariantCulture, $"Mutant {i} set {_fixture.Lan.Arrived - before} datagrams going."));
            before = _fixture.Lan.Arrived;
            _fixture.Lan.Run(2_000);
            Assert.True(_fixture.Lan.Arrived == before, "Mutant " + i + " is still talked of.");
            foreach (var message in _fixture.Machine.Inbox.Waiting.Concat(_alice.Machine.Inbox.Waiting))
                Assert.True(message.Envelope is not { Signature: SignatureStatus.Valid }, "Mutant " + i + " is a valid message.");
            Clear();
        }
        Assert.Equal((TestKeys.Alice.Public, TestKeys.Bob.Public),
            (_fixture.Known()?.Key, _alice.Machine.KnownKeyOf("bob", "BOB-PC")?.Key));
        Enter();
        Assert.Equal(DeliveryStatus.Confirmed, _fixture.Send("three", _alice.EndPoint).Status);
    }

    private void Enter()
    {
        foreach (var host in new[] { _fixture.Node, _alice })
            host.Do((machine, now) => machine.Announce(now));
        _fixture.Lan.Run(30_000);
    }

    private void Clear()
    {
        while (_fixture.Machine.Inbox.Dequeue() is not null || _alice.Machine.Inbox.Dequeue() is not null)
        {
        }
        _fixture.Node.Told.Clear();
        _alice.Told.Clear();
    }
}
