using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Confirmations with a proof (R107), as the recipient of the message writes them.</summary>
public class ProofTests
{
    private const uint Message = 0x01800120;

    [Theory]
    [InlineData("Hi\0\0\nPN:00000000000000ff")]
    [InlineData("Hi\0\0\nXX:1\nPN:00000000000000ff\0\0")]
    [Rule(107)]
    public void R107_a_message_that_asks_is_confirmed_with_the_proof_also_when_it_is_repeated(string extra)
    {
        var fixture = new MemberFixture();
        for (int i = 0; i < 3; i++)
            fixture.Peer.Say(fixture.Node.EndPoint, Message, Encoding.ASCII.GetBytes(extra + new string('\0', i * 64)), "0077");
        fixture.Lan.Run(0);

        var confirmations = fixture.Peer.All(Command.ReceiveMessage);
        string datagram = "1:0077:peer:PEER-PC:" + Message + ":" + extra.TrimEnd('\0');
        string proof = MessageProof.Of(Encoding.ASCII.GetBytes(datagram)).ToString("x16", null);
        Assert.Equal(Enumerable.Repeat("0077\0PF:" + proof, 3), confirmations.Select(each => each.Extra));
        Assert.All(confirmations, each => Assert.Equal(0u, each.Flags));
        Assert.Equal("0077", fixture.Machine.Inbox.Waiting.Single().NumberText);
        Assert.Equal(["Hi"], fixture.Texts);
    }

    [Theory]
    [InlineData(Message, "Hi\0")]
    [InlineData(Message, "Hi\0\0")]
    [InlineData(Message, "Hi\0\0\nPF:1")]
    [InlineData(Message, "Hi\nPN:00000000000000ff\0")]
    [InlineData(0x120u, "Hi\0\0\nPN:00000000000000ff")]
    [InlineData(0x81800120u, "Hi\0\0\nPN:00000000000000ff")]
    [Rule(107)]
    public void R107_other_messages_are_confirmed_by_their_number_alone(uint word, string extra)
    {
        var fixture = new MemberFixture();
        fixture.Receive(MemberFixture.Entry, "peer\0\0\nPF:1");
        fixture.Peer.Say(fixture.Node.EndPoint, word, Encoding.ASCII.GetBytes(extra), "77");
        fixture.Lan.Run(0);

        Assert.Equal(["77"], fixture.Peer.All(Command.ReceiveMessage).Select(each => each.Extra));
    }

    [Fact]
    [Rule(107)]
    public void R107_a_message_that_waits_for_the_disk_is_confirmed_with_its_proof_afterwards()
    {
        var fixture = new MemberFixture(MemberFixture.Settings(persists: true));
        fixture.Node.HoldsDisk = true;
        fixture.Receive(Message, "Hi\0\0\nPN:00000000000000ff");
        Assert.Empty(fixture.Peer.All(Command.ReceiveMessage));
        fixture.Node.Do((machine, now) => machine.Persisted(now, fixture.Node.OnDisk.Single()));
        fixture.Lan.Run(0);

        Assert.Matches("^[0-9]+\0PF:[0-9a-f]{16}$", fixture.Peer.All(Command.ReceiveMessage).Single().Extra);
    }

    [Theory]
    [InlineData(EncryptionPolicy.Off, false)]
    [InlineData(EncryptionPolicy.Required, false)]
    [InlineData(EncryptionPolicy.Required, true)]
    [Rule(107)]
    public void R107_two_members_of_ours_confirm_with_a_proof(EncryptionPolicy policy, bool hasList)
    {
        var fixture = new EncryptionFixture(policy: policy);
        var keys = policy == EncryptionPolicy.Off ? null : TestKeys.OfAlice;
        var alice = fixture.Host(2, "alice", keys);
        fixture.Node.Do((machine, now) => machine.Announce(now));
        fixture.Lan.Run(20_000);
        fixture.Wire.Clear();
        var message = new OutgoingMessage("Hello") { Files = hasList ? [Offers.OfferSteps.File("a")] : [] };
        var delivery = fixture.Send(message, [alice.EndPoint]).Single();

        Assert.Equal((DeliveryStatus.Confirmed, 1, true), (delivery.Status, delivery.Attempts, delivery.NeedsProof));
        Assert.Equal(policy == EncryptionPolicy.Required, delivery.Suite is not null);
        var received = alice.Machine.Inbox.Waiting.Single();
        Assert.Equal(("Hello", hasList ? 1 : 0), (received.Text, received.Attachments.Count));
        string proof = "\0PF:" + MessageProof.Of(delivery.Bytes.AsSpan(0, delivery.Length)).ToString("x16", null);
        Assert.Contains(fixture.Wire, each => Encoding.Latin1.GetString(each).Contains(proof, StringComparison.Ordinal));
    }
}
